using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs;

/// <summary>Finds out which hosts make running jobs wait.</summary>
public static class SlowingHosts
{
    private const int MostPerJob = 10;
    private static readonly IReadOnlyList<SlowedBy> None = [];

    private sealed record Row(Guid JobId, string Name, int? CrawlDelayMs, DateTimeOffset? NotBefore);

    /// <summary>One query for all of <paramref name="jobs"/>; none when none of them runs.</summary>
    public static async Task<Func<Guid, IReadOnlyList<SlowedBy>>> OfAsync(
        TrawlDbContext db, IEnumerable<Job> jobs, TimeProvider time, CancellationToken cancellationToken)
    {
        var running = jobs.Where(job => job.Status == JobStatus.Running).Select(job => job.Id).ToArray();
        if (running.Length == 0)
            return _ => None;
        var now = time.GetUtcNow();
        // Few hosts are slow: from these to the jobs' pending pages by index, not through all pages to the hosts.
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            select j.id as "JobId", h.name as "Name", h.crawl_delay_ms as "CrawlDelayMs", h.not_before as "NotBefore"
            from hosts h cross join unnest({running}) as j(id)
            where (h.crawl_delay_ms > 0 or h.not_before > {now})
              and exists (select 1 from pages p where p.job_id = j.id and p.host = h.name and p.status = 0)
            """).ToListAsync(cancellationToken);
        var byJob = rows.GroupBy(row => row.JobId).ToDictionary(
            job => job.Key,
            job => (IReadOnlyList<SlowedBy>)[.. job.Select(row => View(row, now)).OrderByDescending(slow => slow.DelaySeconds).Take(MostPerJob)]);
        return id => byJob.GetValueOrDefault(id, None);
    }

    private static SlowedBy View(Row row, DateTimeOffset now) => row.NotBefore is { } until && until > now
        ? new(row.Name, "back_off", Math.Ceiling((until - now).TotalSeconds))
        : new(row.Name, "robots_crawl_delay", (row.CrawlDelayMs ?? 0) / 1000.0);
}
