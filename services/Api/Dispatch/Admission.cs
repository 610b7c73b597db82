using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Queue;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Dispatch;

/// <summary>Lets queued jobs begin, those at the front, as far as the workers reach.</summary>
internal sealed class Admission(JobTransactions transactions, QueuePlaces queue)
{
    // In one transaction. Whoever has let so many begin looks again at once.
    private const int Most = 100;

    /// <summary>How many began.</summary>
    public async Task<int> RunAsync(TrawlDbContext db, DispatchState state, CancellationToken cancellationToken)
    {
        var free = await queue.CapacityAsync(db, cancellationToken) - state.Jobs.Count - state.Cancelling.Count;
        if (free <= 0)
            return 0;
        // From the database: the index in memory may be a moment behind.
        var next = await QueueRows.NextAsync(db, Math.Min(free, Most), after: null, userId: null, cancellationToken);
        if (next.Count == 0)
            return 0;
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var locked = await transaction.LockAsync(next.Select(j => j.Key.Id), cancellationToken);
        Job[] begun = [.. next.Select(j => locked.GetValueOrDefault(j.Key.Id)).OfType<Job>().Where(j => j.Status == JobStatus.Queued)];
        foreach (var job in begun)
        {
            transaction.Move(job, JobMove.Admit);
            job.StartedAt = transaction.Now;
            job.StalledReason = null;
            transaction.Log(job, EventTypes.Started, new { });
            transaction.Advance(job, JobStage.Discovering, "Looking at the first pages.");
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var job in begun)
            QueueMetrics.Began(job, transaction.Now);
        return begun.Length;
    }
}
