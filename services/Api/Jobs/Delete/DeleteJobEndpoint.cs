using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;

namespace Trawl.Api.Jobs.Delete;

/// <summary>DELETE /api/jobs/{id}.</summary>
internal static class DeleteJobEndpoint
{
    public static Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, JobCommand command, CancellationToken cancellationToken) =>
        command.RunAsync(id, http, db, () => lifecycle.DeleteAsync(db, id, cancellationToken), TypedResults.NoContent());
}
