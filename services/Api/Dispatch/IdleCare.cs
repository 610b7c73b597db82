using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Queue.Order;
using Trawl.Api.Workers;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Dispatch;

/// <summary>Jobs on which nothing happens: they are counted anew in case they are done, and their users are told why they wait.</summary>
internal sealed class IdleCare(
    IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, LiveWorkers workers, QueueIndex queue, IOptions<JobsOptions> options, TimeProvider time)
{
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
        var still = state.Jobs.Where(j => j.Job.StalledReason is null && (j.Job.LastMovedAt ?? j.Job.StartedAt) < quiet).Select(j => j.Job.Id);
        // Some at each turn, round and round: the whole queue is not gone through every second.
        var some = crawlers > 0 ? [] : _queued.Next(queue, 100).Select(key => key.Id).ToArray();
        var waiting = some.Length == 0 ? [] : await db.Jobs.Where(j => some.Contains(j.Id) && j.Status == JobStatus.Queued && j.StalledReason == null && j.QueuedAt < quiet)
            .Select(j => j.Id).ToListAsync(cancellationToken);
        foreach (var id in idle.Concat(still).Concat(waiting).Distinct().ToArray())
            await LookAsync(id, quiet, crawlers, embedders, cancellationToken);
    }

    private async Task LookAsync(Guid jobId, DateTimeOffset quiet, int crawlers, int embedders, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if ((await transaction.LockAsync([jobId], cancellationToken)).GetValueOrDefault(jobId) is not { } job)
            return;
        if (job.Status == JobStatus.Running && !await job.HasLeasesAsync(db, cancellationToken))
        {
            await job.RecountAsync(db, cancellationToken);
            await JobEnd.SettleAsync(transaction, job, cancellationToken);
        }

        var moved = job.LastMovedAt ?? job.StartedAt ?? job.CreatedAt;
        if (job.Status <= JobStatus.Running && job.StalledReason is null && moved < quiet
            && await ReasonAsync(db, job, crawlers, embedders, cancellationToken) is { } stall)
        {
            job.StalledReason = stall.Reason;
            transaction.Log(job, EventTypes.Stalled, new { reason = stall.Reason, nextStep = stall.NextStep });
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<(string Reason, string NextStep)?> ReasonAsync(
        TrawlDbContext db, Job job, int crawlers, int embedders, CancellationToken cancellationToken)
    {
        if (crawlers == 0 && (job.Status == JobStatus.Queued || job.Pending + job.Processing > 0))
            return ("no_crawler", "No crawler is alive. Start one; the job goes on by itself.");
        if (job.Status == JobStatus.Queued)
            return null;
        if (embedders == 0 && job.EmbedPending > 0)
            return ("no_embedder", "No embedder is alive. Start one; the job goes on by itself.");
        if (job.Pending + job.Processing == 0)
            return ("embedding_slow", "A batch of documents takes long; it is handed out again when its embedder gives no sign.");
        var now = time.GetUtcNow();
        // A host that asked to be left alone is a known delay, shown with the job, and no stall. One that does not answer is.
        var resting = await db.Hosts.AnyAsync(
            h => (h.NotBefore > now || h.CrawlDelayMs > 0 || h.BackOffMs > 0) && h.BackOffReason != "unreachable"
                && db.Pages.Any(p => p.JobId == job.Id && p.Host == h.Name && p.Status <= PageStatus.Processing),
            cancellationToken);
        return resting ? null : ("host_unreachable", "The host does not answer. Its pages are tried again, and given up after some tries.");
    }
}
