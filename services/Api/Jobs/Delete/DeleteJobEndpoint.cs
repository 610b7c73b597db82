using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.Delete;

/// <summary>DELETE /api/jobs/{id}: forgets an ended job, its pages and its channel. Its documents belong to the source and stay.</summary>
internal static class DeleteJobEndpoint
{
    public static async Task<IResult> HandleAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var visible = db.Jobs.VisibleTo(http.GetCaller()).Where(job => job.Id == id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // One that is being begun again is locked: the statement waits, looks at its status anew and leaves it.
        var deleted = await visible.Where(job => job.Status >= JobStatus.Completed).ExecuteDeleteAsync(cancellationToken);
        if (deleted == 0)
            return await visible.AnyAsync(cancellationToken)
                ? Problems.InvalidStatus("It has not ended: cancel it first.")
                : Problems.NotFound("job");
        // The copies on the user's channel stay: they are part of its numbering.
        var channel = $"job:{id}";
        await db.Events.Where(e => e.Channel == channel).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
