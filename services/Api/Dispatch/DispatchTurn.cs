using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Dispatch;

/// <summary>One look at everything that waits. What is done less often than work is handed out has its own pace.</summary>
internal sealed class DispatchTurn(
    LeaseCare leases, Admission admission, CrawlLeasing crawl, EmbedLeasing embed, CancelCare cancels, IdleCare idle, QueueNotices notices,
    BatchPublisher publisher, LiveWorkers workers, IOptions<JobsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CarePause = TimeSpan.FromSeconds(1);
    private DateTimeOffset _nextCare;

    /// <summary>Before the first turn of a new leader.</summary>
    public async Task BeginAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        if (options.Value.ReleaseLeasesAtStart)
            await leases.ReleaseAllAsync(await DispatchState.ReadAsync(db, cancellationToken), cancellationToken);
    }

    /// <summary>Whether something was done that makes it worth looking again at once.</summary>
    public async Task<bool> RunAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var state = await DispatchState.ReadAsync(db, cancellationToken);
        var care = time.GetUtcNow() >= _nextCare;
        if (care)
        {
            _nextCare = time.GetUtcNow() + CarePause;
            if (await leases.RunAsync(state, cancellationToken) > 0)
                return true;
        }

        if (await admission.RunAsync(db, state, cancellationToken) > 0)
            return true;
        if (publisher.IsReady)
        {
            var embedders = await workers.SlotsAsync(db, WorkerKind.Embedder, cancellationToken);
            var crawlers = await workers.SlotsAsync(db, WorkerKind.Crawler, cancellationToken);
            await crawl.RunAsync(db, state, crawlers, cancellationToken);
            await embed.RunAsync(db, state, embedders, cancellationToken);
        }

        await cancels.RunAsync(state, cancellationToken);
        if (care)
        {
            await idle.RunAsync(db, state, cancellationToken);
            await notices.RunAsync(db, cancellationToken);
        }

        return false;
    }
}
