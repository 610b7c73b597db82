using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Queue;

/// <summary>Who is next, and how long that takes.</summary>
public sealed class QueuePlaces
{
    private readonly QueueIndex _index;
    private readonly WaitEstimates _waits;
    private readonly LiveWorkers _workers;
    private readonly IOptions<JobsOptions> _options;

    internal QueuePlaces(QueueIndex index, WaitEstimates waits, LiveWorkers workers, IOptions<JobsOptions> options) =>
        (_index, _waits, _workers, _options) = (index, waits, workers, options);

    /// <summary>A job's place; null unless it is queued.</summary>
    public async Task<QueuePlace?> OfAsync(Job job, CancellationToken cancellationToken) => (await OfAllAsync(cancellationToken))(job);

    /// <summary>The places of as many jobs as one likes; null of those that are not queued.</summary>
    public async Task<Func<Job, QueuePlace?>> OfAllAsync(CancellationToken cancellationToken)
    {
        await _index.LoadedAsync(cancellationToken);
        return job => job.Status == JobStatus.Queued ? PlaceOf(QueueKey.Of(job)) : null;
    }

    /// <summary>The place of a job that begins to wait, which the job remembers, to be compared with what it comes to.</summary>
    internal async Task<QueuePlace> ExpectAsync(Job job, CancellationToken cancellationToken)
    {
        await _index.LoadedAsync(cancellationToken);
        var wait = _waits.Of(_index.PlaceOf(QueueKey.Of(job)).Position, job.Lane);
        (job.ExpectedWaitMs, job.ExpectedWaitP90Ms) = (wait?.MedianMs, wait?.P90Ms);
        return PlaceOf(QueueKey.Of(job));
    }

    /// <summary>The place of whoever stands there.</summary>
    internal QueuePlace PlaceOf(QueueKey key)
    {
        var (position, total) = _index.PlaceOf(key);
        var wait = _waits.Of(position, key.Lane);
        return new QueuePlace(position, total, wait?.MedianSeconds, wait?.P90Seconds);
    }

    internal async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await _index.LoadedAsync(cancellationToken);
        return _index.Count;
    }

    /// <summary>How many jobs may run at once with the workers alive now; 0 without a crawler.</summary>
    public async Task<int> CapacityAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var slots = await _workers.SlotsAsync(db, WorkerKind.Crawler, cancellationToken);
        return slots == 0 ? 0 : _options.Value.MaxRunning ?? Math.Max(1, slots / 4);
    }
}
