using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Hosts;

/// <summary>Which hosts make a job wait.</summary>
public sealed class SlowHosts(TimeProvider time)
{
    private const int Most = 10;

    private sealed record Row(Guid JobId, string Name, int? CrawlDelayMs, DateTimeOffset? NotBefore);

    public async Task<IReadOnlyList<SlowedBy>> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken) =>
        (await OfAllAsync(db, [job], cancellationToken))(job.Id);

    /// <summary>One query for all of <paramref name="jobs"/>; none when none of them runs.</summary>
    public async Task<Func<Guid, IReadOnlyList<SlowedBy>>> OfAllAsync(TrawlDbContext db, IEnumerable<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(jobs);
        var running = jobs.Where(job => job.Status == JobStatus.Running && job.Type != JobType.Custom && job.Pending > 0).Select(job => job.Id).ToArray();
        if (running.Length == 0)
            return _ => [];
        var now = time.GetUtcNow();
        // From the slow hosts to the jobs, not the other way: of those there are few.
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            select j.id as "JobId", h.name as "Name", h.crawl_delay_ms as "CrawlDelayMs", h.not_before as "NotBefore"
            from hosts h cross join unnest({running}) as j(id)
            where (h.crawl_delay_ms > 0 or h.not_before > {now})
              and exists (select 1 from pages p where p.job_id = j.id and p.host = h.name and p.status = 0)
            order by h.name
            """).ToListAsync(cancellationToken);
        var byJob = rows.ToLookup(row => row.JobId);
        return id => [.. byJob[id].Take(Most).Select(row => row.CrawlDelayMs > 0
            ? new SlowedBy(row.Name, "robots_crawl_delay", row.CrawlDelayMs.Value / 1000.0)
            : new SlowedBy(row.Name, "back_off", Math.Round((row.NotBefore!.Value - now).TotalSeconds, 1)))];
    }
}
