using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Queue;

/// <summary>Who is next, and how long that takes: by priority, then by age.</summary>
public sealed class QueuePlaces(LiveWorkers workers, IOptions<JobsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private volatile ServiceTimes? _measured;

    /// <summary>A job's place; null unless it is queued.</summary>
    public async Task<QueuePlace?> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(job);
        if (job.Status != JobStatus.Queued)
            return null;
        var queued = db.Jobs.Where(j => j.Status == JobStatus.Queued);
        var counts = await queued.GroupBy(_ => 1).Select(g => new
        {
            Total = g.Count(),
            Ahead = g.Count(j => j.Id != job.Id && (j.Priority > job.Priority
                || (j.Priority == job.Priority && (j.CreatedAt < job.CreatedAt || (j.CreatedAt == job.CreatedAt && j.Id < job.Id))))),
        }).SingleOrDefaultAsync(cancellationToken);
        var times = await MeasuredAsync(db, cancellationToken);
        var capacity = await CapacityAsync(db, cancellationToken);
        return times.Place((counts?.Ahead ?? 0) + 1, counts?.Total ?? 1, capacity);
    }

    /// <summary>All queued jobs, next first.</summary>
    public async Task<IReadOnlyList<QueuedJob>> ListAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var jobs = await db.Jobs.AsNoTracking().Where(j => j.Status == JobStatus.Queued)
            .OrderByDescending(j => j.Priority).ThenBy(j => j.CreatedAt).ThenBy(j => j.Id)
            .Select(j => new { j.Id, j.UserId, j.Priority, j.CreatedAt }).ToListAsync(cancellationToken);
        var times = await MeasuredAsync(db, cancellationToken);
        var capacity = await CapacityAsync(db, cancellationToken);
        return [.. jobs.Select((j, i) => new QueuedJob(j.Id, j.UserId, j.Priority, j.CreatedAt, times.Place(i + 1, jobs.Count, capacity)))];
    }

    /// <summary>How many jobs may run at once with the workers alive now; 0 without a crawler.</summary>
    public async Task<int> CapacityAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var slots = await workers.SlotsAsync(db, WorkerKind.Crawler, cancellationToken);
        return slots == 0 ? 0 : options.Value.MaxRunning ?? Math.Max(1, slots / 4);
    }

    private async Task<ServiceTimes> MeasuredAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_measured is { } known && now - known.At < Fresh)
            return known;
        var spans = await db.Jobs.AsNoTracking()
            .Where(j => j.Status >= JobStatus.Completed && j.FinishedAt != null && j.StartedAt != null && j.Type != JobType.Custom)
            .OrderByDescending(j => j.FinishedAt).Take(50)
            .Select(j => new { j.StartedAt, j.FinishedAt }).ToListAsync(cancellationToken);
        var seconds = spans.ConvertAll(s => (s.FinishedAt!.Value - s.StartedAt!.Value).TotalSeconds);
        seconds.Sort();
        var measured = new ServiceTimes(now, seconds);
        _measured = measured;
        return measured;
    }
}
