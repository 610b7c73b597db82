using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Api.Queue.Order;
using Trawl.Api.Workers;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Dispatch.Care;

/// <summary>Jobs on which nothing happens: they are counted anew in case they are done, and their users are told why they wait.</summary>
internal sealed class IdleCare(
    IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, LiveWorkers workers, QueueIndex queue, Stalls stalls, IOptions<JobsOptions> options,
    TimeProvider time)
{
    private const int Most = 100;
    private readonly QueueRound _queued = new();

    public async Task RunAsync(TrawlDbContext db, DispatchState state, CancellationToken cancellationToken)
    {
        var quiet = time.GetUtcNow() - options.Value.StalledAfter;
        var leased = state.Leases.Select(l => l.JobId).ToHashSet();
        var crawlers = await workers.SlotsAsync(db, WorkerKind.Crawler, cancellationToken);
        var embedders = await workers.SlotsAsync(db, WorkerKind.Embedder, cancellationToken);
        // Documents that wait though there are embedders, and are not handed out: the counter may be wrong, the rows are not.
        var idle = state.Jobs.Where(j => !leased.Contains(j.Job.Id) && j.Hosts.Count == 0
            && (j.Job.EmbedPending == 0 || (embedders > 0 && j.Job.LastMovedAt < quiet))).Select(j => j.Job.Id);
        var still = state.Jobs.Where(j => j.Job.StalledReason is null && MovedAt(j.Job) < quiet).Select(j => j.Job.Id);
        var slower = state.Jobs.Where(j => JobProgress.ClaimsTooMuch(j.Job, time.GetUtcNow())).Select(j => j.Job.Id);
        // Some at each turn, round and round: the whole queue is not gone through every second.
        var some = crawlers > 0 ? [] : _queued.Next(queue, Most).Select(key => key.Id).ToArray();
        var waiting = some.Length == 0 ? [] : await db.Jobs.Where(j => some.Contains(j.Id) && j.Status == JobStatus.Queued && j.StalledReason == null && j.QueuedAt < quiet)
            .Select(j => j.Id).ToListAsync(cancellationToken);
        var silent = await db.Jobs.Where(j => j.Status == JobStatus.Running && j.Type == JobType.Custom && j.StalledReason == null && (j.LastMovedAt ?? j.StartedAt) < quiet)
            .OrderBy(j => j.Id).Select(j => j.Id).Take(Most).ToListAsync(cancellationToken);
        foreach (var id in idle.Concat(still).Concat(slower).Concat(waiting).Concat(silent).Distinct().ToArray())
            await LookAsync(id, quiet, crawlers, embedders, cancellationToken);
    }

    private async Task LookAsync(Guid jobId, DateTimeOffset quiet, int crawlers, int embedders, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if ((await transaction.LockAsync([jobId], cancellationToken)).GetValueOrDefault(jobId) is not { } job)
            return;
        if (job is { Status: JobStatus.Running, Type: not JobType.Custom } && !await job.HasLeasesAsync(db, cancellationToken))
        {
            await job.RecountAsync(db, cancellationToken);
            await JobEnd.SettleAsync(transaction, job, cancellationToken);
        }

        if (job.Status <= JobStatus.Running && job.StalledReason is null && MovedAt(job) < quiet
            && await stalls.OfAsync(db, job, crawlers, embedders, cancellationToken) is { } stall)
        {
            job.StalledReason = stall.Reason;
            transaction.Log(job, EventTypes.Stalled, new StalledData(stall.Reason, stall.NextStep));
        }

        if (JobProgress.ClaimsTooMuch(job, transaction.Now))
        {
            JobProgress.StoodStill(job, transaction.Now);
            transaction.Touch(job);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static DateTimeOffset MovedAt(Job job) =>
        job.StartedAt is not { } started ? job.QueuedAt : job.LastMovedAt > started ? job.LastMovedAt.Value : started;
}
