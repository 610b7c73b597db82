using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;

namespace Trawl.Api.Jobs.Cancel;

/// <summary>POST /api/jobs/{id}/cancel. Asking again while it is being cancelled is no fault.</summary>
internal static class CancelEndpoint
{
    public static Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, JobCommand command, CancellationToken cancellationToken) =>
        command.RunAsync(id, http, db, () => lifecycle.CancelAsync(db, id, cancellationToken));
}
