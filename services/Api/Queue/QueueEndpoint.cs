using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Queue;

/// <summary>GET /api/queue. The numbers are everybody's; of the jobs, a caller sees its own.</summary>
internal static class QueueEndpoint
{
    public sealed record QueuedJobView(
        Guid JobId, string UserId, JobPriority Priority, DateTime CreatedAt, int Position, int Total,
        int? EstimatedWaitSeconds, int? EstimatedWaitP90Seconds);

    /// <param name="Running">Jobs that hold a place now.</param>
    /// <param name="Capacity">Jobs that may run at once with the workers alive now.</param>
    /// <param name="Next">Always null: the queue is shown whole.</param>
    public sealed record QueueView(
        IReadOnlyList<QueuedJobView> Items, string? Next, int Queued, int Running, int Capacity, QueueWaits Waits);

    public sealed record QueueWaits(WaitTimes LastHour, WaitTimes LastDay);

    public static async Task<IResult> HandleAsync(
        HttpContext http, TrawlDbContext db, QueuePlaces places, TimeProvider time, CancellationToken cancellationToken)
    {
        var caller = http.GetCaller();
        var now = time.GetUtcNow();
        var queue = await places.ListAsync(db, cancellationToken);
        var running = await db.Jobs.CountAsync(
            job => (job.Status == JobStatus.Running || job.Status == JobStatus.Cancelling) && job.Type != JobType.Custom, cancellationToken);
        var waits = new QueueWaits(
            await WaitTimes.SinceAsync(db, now.AddHours(-1), cancellationToken),
            await WaitTimes.SinceAsync(db, now.AddDays(-1), cancellationToken));
        return TypedResults.Ok(new QueueView(
            [.. queue.Where(job => caller.MaySee(job.UserId)).Select(ViewOf)], null, queue.Count, running,
            await places.CapacityAsync(db, cancellationToken), waits));
    }

    private static QueuedJobView ViewOf(QueuedJob job) => new(
        job.Id, job.UserId, job.Priority, job.CreatedAt.UtcDateTime, job.Place.Position, job.Place.Total,
        job.Place.EstimatedWaitSeconds, job.Place.EstimatedWaitP90Seconds);
}
