using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;

namespace Trawl.Api.Jobs.Pause;

/// <summary>POST /api/jobs/{id}/pause and /resume.</summary>
internal static class PauseEndpoints
{
    public static Task<IResult> PauseAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, JobCommand command, CancellationToken cancellationToken) =>
        command.RunAsync(id, http, db, () => lifecycle.PauseAsync(db, id, cancellationToken));

    public static Task<IResult> ResumeAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, JobCommand command, CancellationToken cancellationToken) =>
        command.RunAsync(id, http, db, () => lifecycle.ResumeAsync(db, id, cancellationToken));
}
