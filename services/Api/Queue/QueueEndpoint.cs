using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Queue;

/// <summary>GET /api/queue. The numbers are everybody's; of the jobs, a caller sees its own.</summary>
internal static class QueueEndpoint
{
    public sealed record QueuedJobView(
        Guid JobId, string UserId, JobPriority Priority, DateTime CreatedAt, int Position, int Total,
        int? EstimatedWaitSeconds, int? EstimatedWaitP90Seconds);

    /// <param name="Items">In order: the next to begin is the first.</param>
    /// <param name="Next">Goes into <c>?after=</c>; null at the end.</param>
    /// <param name="Queued">Jobs that wait, all of them.</param>
    /// <param name="Running">Jobs that hold a place now.</param>
    /// <param name="Capacity">Jobs that may run at once with the workers alive now.</param>
    /// <param name="Waits">How long jobs that began lately had waited.</param>
    public sealed record QueueView(
        IReadOnlyList<QueuedJobView> Items, string? Next, int Queued, int Running, int Capacity, QueueWaits Waits);

    public sealed record QueueWaits(WaitTimes LastHour, WaitTimes LastDay);

    public static async Task<IResult> HandleAsync(
        HttpContext http, TrawlDbContext db, QueuePlaces places, TimeProvider time, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.By(http.Request, faults, QueueKey.Bytes, QueueKey.Read);
        if (faults.Any)
            return faults.ToProblem();
        var caller = http.GetCaller();
        var now = time.GetUtcNow();
        var jobs = await QueueRows.NextAsync(db, paging.Take, paging.After, caller.IsAdmin ? null : caller.UserId, cancellationToken);
        var running = await db.Jobs.CountAsync(
            job => (job.Status == JobStatus.Running || job.Status == JobStatus.Cancelling) && job.Type != JobType.Custom, cancellationToken);
        var waits = new QueueWaits(
            await WaitTimes.SinceAsync(db, now.AddHours(-1), cancellationToken),
            await WaitTimes.SinceAsync(db, now.AddDays(-1), cancellationToken));
        var page = paging.Cut(jobs, job => ViewOf(job, places.PlaceOf(job.Key)), job => Paging.Cursor(job.Key.ToBytes()));
        return TypedResults.Ok(new QueueView(
            page.Items, page.Next, await places.CountAsync(cancellationToken), running, await places.CapacityAsync(db, cancellationToken), waits));
    }

    private static QueuedJobView ViewOf(QueuedJob job, QueuePlace place) => new(
        job.Key.Id, job.UserId, job.Priority, job.CreatedAt.UtcDateTime, place.Position, place.Total, place.EstimatedWaitSeconds, place.EstimatedWaitP90Seconds);
}
