using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Hosts;

/// <summary>Which hosts make a job wait, and why.</summary>
public sealed class SlowHosts(TimeProvider time)
{
    private const int Most = 10;

    public async Task<IReadOnlyList<SlowedBy>> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken) =>
        (await OfAllAsync(db, [job], cancellationToken))(job.Id);

    /// <summary>One query for all of <paramref name="jobs"/>; none when none of them runs.</summary>
    public async Task<Func<Guid, IReadOnlyList<SlowedBy>>> OfAllAsync(TrawlDbContext db, IEnumerable<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(jobs);
        var running = jobs.Where(job => job.Status == JobStatus.Running && job.Type != JobType.Custom && job.Pending > 0).ToDictionary(job => job.Id, CrawlOptionsOf.Read);
        if (running.Count == 0)
            return _ => [];
        var now = time.GetUtcNow();
        var rows = (await ReadAsync(db, running, now, cancellationToken)).ToLookup(row => row.JobId);
        return id => [.. rows[id].Select(row => row.Judge(running[id], now)).OfType<SlowedBy>().Take(Most)];
    }

    private static Task<List<WantedHostRow>> ReadAsync(
        TrawlDbContext db, Dictionary<Guid, CrawlOptions> jobs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = jobs.Keys.ToArray();
        var delays = Array.ConvertAll(ids, id => jobs[id].DelayMs);
        var concurrencies = Array.ConvertAll(ids, id => jobs[id].Concurrency);
        var heedsRobots = Array.ConvertAll(ids, id => jobs[id].RespectRobots);
        // From the slow hosts to the jobs, not the other way: of those there are few. The first hosts of each job besides, for what
        // jobs want of each other, which no host knows.
        return db.Database.SqlQuery<WantedHostRow>(
            $"""
            with mine as (select * from unnest({ids}, {delays}, {concurrencies}, {heedsRobots}) as m(id, delay_ms, concurrency, robots)),
            wanted as (
              select m.id, h.name from mine m cross join hosts h
              where (h.crawl_delay_ms > 0 or h.not_before > {now} or h.back_off_ms > 0)
                and exists (select 1 from pages p where p.job_id = m.id and p.host = h.name and p.status = 0)
              union
              select m.id, f.host from mine m cross join lateral (
                with recursive step as (
                  (select p.host from pages p where p.job_id = m.id and p.status = 0 order by p.host limit 1)
                  union all
                  select (select p.host from pages p where p.job_id = m.id and p.status = 0 and p.host > step.host order by p.host limit 1)
                  from step where step.host is not null)
                select host from step where host is not null limit {Most}) f)
            select w.id as "JobId", w.name as "Name", coalesce(h.crawl_delay_ms, 0) as "CrawlDelayMs", h.not_before as "NotBefore",
              coalesce(h.back_off_ms, 0) as "BackOffMs", h.back_off_reason as "BackOffReason",
              coalesce(o.delay_ms, 0) as "OthersDelayMs", o.concurrency as "OthersConcurrency"
            from wanted w join mine m on m.id = w.id left join hosts h on h.name = w.name
            left join lateral (
              select max(k.delay_ms) as delay_ms, min(k.concurrency) as concurrency from (
                select j.id, (j.options->>'concurrency')::int as concurrency, greatest((j.options->>'delayMs')::int,
                  case when (j.options->>'respectRobots')::bool then h.crawl_delay_ms end) as delay_ms
                from jobs j where j.status = 1 and j.type <> 2 and j.pending > 0 and j.id <> w.id) k
              where (k.delay_ms > m.delay_ms or k.concurrency < m.concurrency)
                and exists (select 1 from pages p where p.job_id = k.id and p.host = w.name and p.status = 0)) o on true
            order by w.name
            """).ToListAsync(cancellationToken);
    }
}
