using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Queue;

namespace Trawl.Api.Dispatch.Care;

/// <summary>Moves what has waited long one lane up: however many jobs of higher priority keep coming, none waits for all of them.</summary>
internal sealed class AdmissionAgeing(JobTransactions transactions, QueueTurns turns, IOptions<JobsOptions> options, TimeProvider time)
{
    private const int Most = 200;

    public async Task RunAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - options.Value.PromoteAfter;
        await PromoteAsync(db, JobPriority.Normal, since, cancellationToken);
        await PromoteAsync(db, JobPriority.Low, since, cancellationToken);
    }

    private async Task PromoteAsync(TrawlDbContext db, JobPriority lane, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var old = await db.Jobs.Where(j => j.Status == JobStatus.Queued && j.Lane == lane && j.LaneSince <= since)
            .OrderBy(j => j.LaneSince).Select(j => j.Id).Take(Most).ToListAsync(cancellationToken);
        if (old.Count == 0)
            return;
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var jobs = (await transaction.LockAsync(old, cancellationToken)).Values.Where(j => j.Status == JobStatus.Queued && j.Lane == lane)
            .OrderBy(j => j.Turn).ThenBy(j => j.Id).ToArray();
        await turns.MoveAsync(transaction, jobs, lane + 1, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
