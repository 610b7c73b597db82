using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Hosts;

/// <summary>Which hosts make a job wait.</summary>
public sealed class SlowHosts(TimeProvider time)
{
    private const int Most = 10;

    public async Task<IReadOnlyList<SlowedBy>> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(job);
        if (job.Status != JobStatus.Running || job.Pending == 0)
            return [];
        var now = time.GetUtcNow();
        // From the slow hosts to the job, not the other way: of those there are few.
        var hosts = await db.Hosts.AsNoTracking()
            .Where(h => (h.CrawlDelayMs > 0 || h.NotBefore > now) && db.Pages.Any(p => p.JobId == job.Id && p.Host == h.Name && p.Status == PageStatus.Pending))
            .OrderBy(h => h.Name).Take(Most).ToListAsync(cancellationToken);
        return [.. hosts.Select(h => h.CrawlDelayMs > 0
            ? new SlowedBy(h.Name, "robots_crawl_delay", h.CrawlDelayMs.Value / 1000.0)
            : new SlowedBy(h.Name, "back_off", Math.Round((h.NotBefore!.Value - now).TotalSeconds, 1)))];
    }
}
