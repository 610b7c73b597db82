using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Dispatch.Crawl;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Urls;

namespace Trawl.Api.Dispatch;

/// <summary>What is under way and what waits, read without locks: what is leased on its strength is checked under them.</summary>
internal sealed class DispatchState
{
    // A list of thousands of URLs is not gone through at every turn.
    private const int MostRoots = 16;
    private DateTimeOffset _readAt;

    public List<RunningJob> Jobs { get; } = [];
    public List<Job> Cancelling { get; } = [];

    /// <summary>Paused, waiting or ended jobs of which workers have something still.</summary>
    public List<Job> Held { get; } = [];
    public List<Lease> Leases { get; private set; } = [];
    public Dictionary<string, HostState> Hosts { get; } = [];

    /// <summary>Of hosts with open batches, those that were measured.</summary>
    public Dictionary<string, double> MsPerPage { get; } = [];

    /// <summary>Crawl batches that hold their host.</summary>
    public IEnumerable<Lease> OpenCrawls => Leases.Where(l => l.Kind == LeaseKind.Crawl && l.Host is not null);

    /// <summary>When the next of the hosts that rested as this was read may be asked again; null when none did.</summary>
    public DateTimeOffset? NextHostAt => Hosts.Values.Where(h => h.NotBefore > _readAt).Min(h => h.NotBefore);

    public int EmbedBatches => Leases.Count(l => l.Kind == LeaseKind.Embed);

    public static async Task<DispatchState> ReadAsync(TrawlDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = new DispatchState { _readAt = now, Leases = await db.Leases.AsNoTracking().ToListAsync(cancellationToken) };
        var leased = state.Leases.Select(l => l.JobId).Distinct().ToArray();
        var active = await db.Jobs.AsNoTracking()
            .Where(j => (j.Status == JobStatus.Running || j.Status == JobStatus.Cancelling || leased.Contains(j.Id)) && j.Type != JobType.Custom)
            .ToListAsync(cancellationToken);
        foreach (var job in active)
        {
            if (job.Status == JobStatus.Running)
                state.Jobs.Add(new RunningJob { Job = job, Options = CrawlOptionsOf.Read(job) });
            else
                (job.Status == JobStatus.Cancelling ? state.Cancelling : state.Held).Add(job);
        }

        await state.ReadHostsAsync(db, now, cancellationToken);
        state.CountLeases();
        state.HeedRoots();
        return state;
    }

    private async Task ReadHostsAsync(TrawlDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var jobs = Jobs.Where(j => j.WantsHosts).ToDictionary(j => j.Job.Id);
        if (jobs.Count == 0)
            return;
        await using var batch = db.CreateBatch();
        // From host to host by the index, not over all pending pages: a frontier of a hundred thousand pages has one host or two.
        batch.Add(
            """
            select j.id, h.host, s.crawl_delay_ms, s.not_before, s.ms_per_page, coalesce(s.back_off_ms, 0), r.ready is not null
            from unnest($1) as j(id)
            cross join lateral (
              with recursive step as (
                (select p.host from pages p where p.job_id = j.id and p.status = 0 order by p.host limit 1)
                union all
                select (select p.host from pages p where p.job_id = j.id and p.status = 0 and p.host > step.host order by p.host limit 1)
                from step where step.host is not null)
              select host from step where host is not null limit 1000) h
            left join lateral (
              select true as ready from pages p where p.job_id = j.id and p.host = h.host and p.status = 0 and (p.not_before is null or p.not_before <= $2)
              limit 1) r on true
            left join hosts s on s.name = h.host
            """,
            jobs.Keys.ToArray(), now);
        batch.Add("select name, ms_per_page from hosts where name = any($1) and ms_per_page is not null", OpenCrawls.Select(l => l.Host!).Distinct().ToArray());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(1);
            if (!Hosts.TryGetValue(name, out var host))
                Hosts[name] = host = new HostState
                {
                    Name = name, CrawlDelayMs = reader.Maybe<int?>(2) ?? 0, NotBefore = reader.Maybe<DateTimeOffset?>(3), MsPerPage = reader.Maybe<double?>(4),
                    BackOffMs = reader.GetInt32(5),
                };
            jobs[reader.GetGuid(0)].Want(host, reader.GetBoolean(6));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            MsPerPage[reader.GetString(0)] = reader.GetDouble(1);
    }

    private void CountLeases()
    {
        var running = Jobs.ToDictionary(j => j.Job.Id);
        var others = Cancelling.Concat(Held).ToDictionary(j => j.Id);
        foreach (var lease in Leases)
        {
            var job = running.GetValueOrDefault(lease.JobId);
            if (lease.Kind == LeaseKind.Embed)
            {
                if (job is not null)
                    job.Embedding += lease.Size;
                continue;
            }

            if (lease.Host is null)
                continue;
            if (job is not null)
                job.InFlight += lease.Concurrency;
            if (!Hosts.TryGetValue(lease.Host, out var host))
                continue;
            host.Add(lease);
            if (job is not null)
                host.Heed(job.Options);
            else if (others.TryGetValue(lease.JobId, out var other))
                host.Heed(CrawlOptionsOf.Read(other));
            foreach (var (by, wanted) in host.WantedBy)
                wanted.InFlight += by == job ? lease.Concurrency : 0;
        }
    }

    /// <summary>
    /// A job is at work where it began until it has no page left: also in the moment in which all that it knows is fetched and what was
    /// found there has not come in.
    /// </summary>
    private void HeedRoots()
    {
        foreach (var job in Jobs.Where(j => j.Job.Pending + j.Job.Processing + j.Job.SitemapsOpen > 0))
            foreach (var root in job.Options.Urls.Take(MostRoots).Concat(job.Job.MovedTo.Take(MostRoots)))
                Hosts.GetValueOrDefault(HostName.Of(root))?.Heed(job.Options);
    }
}
