using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;

namespace Trawl.Api.Jobs.Retry;

/// <summary>POST /api/jobs/{id}/retry.</summary>
internal static class RetryEndpoint
{
    public static Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, JobCommand command, CancellationToken cancellationToken) =>
        command.RunAsync(id, http, db, () => lifecycle.RetryAsync(db, id, cancellationToken));
}
