using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Dispatch.Care;
using Trawl.Api.Dispatch.Crawl;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Dispatch;

/// <summary>One look at everything that waits. What is done less often than work is handed out has its own pace.</summary>
internal sealed class DispatchTurn(
    LeaseCare leases, ExpiryCare expiry, AdmissionAgeing ageing, Admission admission, CrawlLeasing crawl, EmbedLeasing embed, CancelCare cancels, IdleCare idle,
    QuestionCare questions, QueueNotices notices, BatchPublisher publisher, LiveWorkers workers, IOptions<JobsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CarePause = TimeSpan.FromSeconds(1);
    private DateTimeOffset _nextCare;

    /// <summary>Before the first turn of a new leader.</summary>
    public async Task BeginAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        if (options.Value.ReleaseLeasesAtStart)
            await leases.ReleaseAllAsync(await DispatchState.ReadAsync(db, time.GetUtcNow(), cancellationToken), cancellationToken);
    }

    /// <summary>How long there is nothing to do, if nobody says otherwise; zero when it is worth looking again at once.</summary>
    public async Task<TimeSpan> RunAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var state = await DispatchState.ReadAsync(db, time.GetUtcNow(), cancellationToken);
        var care = time.GetUtcNow() >= _nextCare;
        if (care)
        {
            _nextCare = time.GetUtcNow() + CarePause;
            if (await leases.RunAsync(state, cancellationToken) + await expiry.RunAsync(db, cancellationToken) > 0)
                return TimeSpan.Zero;
            await ageing.RunAsync(db, cancellationToken);
        }

        if (await admission.RunAsync(db, state, cancellationToken) > 0)
            return TimeSpan.Zero;
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
            await questions.RunAsync(db, cancellationToken);
            await notices.RunAsync(db, cancellationToken);
        }

        return PauseAfter(state);
    }

    /// <summary>Until a host that rests is back: nobody says so, and a short delay must not become a long one.</summary>
    private TimeSpan PauseAfter(DispatchState state)
    {
        var interval = options.Value.DispatchInterval;
        if (state.NextHostAt is not { } next)
            return interval;
        var left = TimeSpan.FromMilliseconds(Math.Ceiling((next - time.GetUtcNow()).TotalMilliseconds));
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < interval ? left : interval;
    }
}
