using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Dispatch;

/// <summary>What is under way and what waits, read without locks: what is leased on its strength is checked under them.</summary>
internal sealed class DispatchState
{
    public List<RunningJob> Jobs { get; } = [];
    public List<Job> Cancelling { get; } = [];
    public List<Lease> Leases { get; private set; } = [];
    public Dictionary<string, HostState> Hosts { get; } = [];

    /// <summary>Requests that open crawl batches may have under way.</summary>
    public int CrawlInFlight => Leases.Where(l => l.Kind == LeaseKind.Crawl && l.Host is not null).Sum(l => l.Concurrency);

    public int EmbedBatches => Leases.Count(l => l.Kind == LeaseKind.Embed);

    public static async Task<DispatchState> ReadAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var state = new DispatchState { Leases = await db.Leases.AsNoTracking().ToListAsync(cancellationToken) };
        var active = await db.Jobs.AsNoTracking()
            .Where(j => (j.Status == JobStatus.Running || j.Status == JobStatus.Cancelling) && j.Type != JobType.Custom).ToListAsync(cancellationToken);
        foreach (var job in active)
        {
            if (job.Status == JobStatus.Running)
                state.Jobs.Add(new RunningJob { Job = job, Options = CrawlOptionsOf.Read(job) });
            else
                state.Cancelling.Add(job);
        }

        await state.ReadHostsAsync(db, cancellationToken);
        state.CountLeases();
        return state;
    }

    private async Task ReadHostsAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var jobs = Jobs.Where(j => j.Job.Pending > 0 && j.Quota > 0).ToDictionary(j => j.Job.Id);
        if (jobs.Count == 0)
            return;
        await using var batch = db.CreateBatch();
        // From host to host by the index, not over all pending pages: a frontier of a hundred thousand pages has one host or two.
        batch.Add(
            """
            select j.id, h.host, s.crawl_delay_ms, s.not_before, s.ms_per_page
            from unnest($1) as j(id)
            cross join lateral (
              with recursive step as (
                (select p.host from pages p where p.job_id = j.id and p.status = 0 order by p.host limit 1)
                union all
                select (select p.host from pages p where p.job_id = j.id and p.status = 0 and p.host > step.host order by p.host limit 1)
                from step where step.host is not null)
              select host from step where host is not null limit 1000) h
            left join hosts s on s.name = h.host
            """,
            jobs.Keys.ToArray());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(1);
            if (!Hosts.TryGetValue(name, out var host))
                Hosts[name] = host = new HostState
                {
                    Name = name, CrawlDelayMs = reader.Maybe<int?>(2) ?? 0, NotBefore = reader.Maybe<DateTimeOffset?>(3), MsPerPage = reader.Maybe<double?>(4),
                };
            jobs[reader.GetGuid(0)].Hosts.Add(host);
        }
    }

    private void CountLeases()
    {
        var jobs = Jobs.ToDictionary(j => j.Job.Id);
        foreach (var lease in Leases)
        {
            var job = jobs.GetValueOrDefault(lease.JobId);
            if (lease.Kind == LeaseKind.Embed)
            {
                if (job is not null)
                    job.Embedding += lease.Size;
            }
            else if (lease.Host is not null)
            {
                if (job is not null)
                    job.InFlight += lease.Concurrency;
                if (Hosts.TryGetValue(lease.Host, out var host))
                    host.Batches++;
            }
        }
    }
}
