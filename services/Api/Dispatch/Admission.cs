using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Dispatch;

/// <summary>Lets queued jobs begin, by priority and age, as far as the workers reach.</summary>
internal sealed class Admission(JobTransactions transactions, QueuePlaces queue)
{
    /// <summary>How many began.</summary>
    public async Task<int> RunAsync(TrawlDbContext db, DispatchState state, CancellationToken cancellationToken)
    {
        var free = await queue.CapacityAsync(db, cancellationToken) - state.Jobs.Count - state.Cancelling.Count;
        if (free <= 0)
            return 0;
        var next = await db.Jobs.AsNoTracking().Where(j => j.Status == JobStatus.Queued)
            .OrderByDescending(j => j.Priority).ThenBy(j => j.CreatedAt).ThenBy(j => j.Id)
            .Select(j => j.Id).Take(free).ToListAsync(cancellationToken);
        if (next.Count == 0)
            return 0;
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var begun = 0;
        foreach (var job in (await transaction.LockAsync(next, cancellationToken)).Values.Where(j => j.Status == JobStatus.Queued))
        {
            transaction.Move(job, JobMove.Admit);
            job.StartedAt = transaction.Now;
            job.StalledReason = null;
            transaction.Log(job, EventTypes.Started, new { });
            transaction.Advance(job, JobStage.Discovering, "Looking at the first pages.");
            begun++;
        }

        await transaction.CommitAsync(cancellationToken);
        return begun;
    }
}
