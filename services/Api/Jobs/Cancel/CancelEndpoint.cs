using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.Cancel;

/// <summary>POST /api/jobs/{id}/cancel. Asking again while it is being cancelled is no fault.</summary>
internal static class CancelEndpoint
{
    public static async Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, JobViews views, CancellationToken cancellationToken)
    {
        if (!await db.Jobs.VisibleTo(http.GetCaller()).AnyAsync(job => job.Id == id, cancellationToken))
            return Problems.NotFound("job");
        var outcome = await lifecycle.CancelAsync(db, id, cancellationToken);
        return outcome switch
        {
            { Result: CancelResult.Accepted, Job: { } job } => TypedResults.Ok(await views.OfAsync(db, job, cancellationToken)),
            { Result: CancelResult.Ended, Job: { } job } => Problems.InvalidStatus($"It has ended: {job.Status.ToString().ToLowerInvariant()}."),
            _ => Problems.NotFound("job"),
        };
    }
}
