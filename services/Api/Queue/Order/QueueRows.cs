using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Queue.Order;

/// <summary>The queue as the database has it. Lane by lane: each is one stretch of an index, so the cost is that of the rows that are taken.</summary>
internal static class QueueRows
{
    /// <summary>The next after a place, in order: of everybody, or of one user.</summary>
    public static async Task<List<QueuedJob>> NextAsync(TrawlDbContext db, int take, QueueKey? after, string? userId, CancellationToken cancellationToken)
    {
        var jobs = new List<QueuedJob>();
        for (var lane = after?.Lane ?? JobPriority.High; lane >= JobPriority.Low && jobs.Count < take; lane--)
        {
            var queued = db.Jobs.AsNoTracking().Where(j => j.Status == JobStatus.Queued && j.Lane == lane);
            if (userId is not null)
                queued = queued.Where(j => j.UserId == userId);
            if (after is { } key && key.Lane == lane)
                queued = queued.Where(j => j.Turn >= key.Turn && (j.Turn > key.Turn || j.Id > key.Id));
            jobs.AddRange(await queued.OrderBy(j => j.Turn).ThenBy(j => j.Id).Take(take - jobs.Count)
                .Select(j => new QueuedJob(new QueueKey(j.Lane, j.Turn, j.Id), j.UserId, j.Priority, j.CreatedAt)).ToListAsync(cancellationToken));
        }

        return jobs;
    }

    /// <summary>All of it, for a replica's index.</summary>
    public static async Task<List<QueueChange>> AllAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Jobs.Where(j => j.Status == JobStatus.Queued)
            .Select(j => new { j.Id, j.Version, j.Lane, j.Turn, j.QueuedAt }).ToListAsync(cancellationToken);
        return rows.ConvertAll(j => new QueueChange(j.Id, j.Version, new QueueKey(j.Lane, j.Turn, j.Id), j.QueuedAt));
    }

    /// <summary>What <see cref="QueueIndex.Sum"/> says when nothing was missed. Counted in an index, every half minute at most.</summary>
    public static async Task<(int Count, decimal Turns)> SumAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var sum = await db.Jobs.Where(j => j.Status == JobStatus.Queued).GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Turns = all.Sum(j => (decimal)j.Turn) }).SingleOrDefaultAsync(cancellationToken);
        return (sum?.Count ?? 0, sum?.Turns ?? 0);
    }
}
