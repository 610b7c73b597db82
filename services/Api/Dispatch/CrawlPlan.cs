using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Dispatch;

/// <summary>Who may fetch what next: jobs in turn, hosts within their politeness, all within the crawlers' slots. No database here.</summary>
internal sealed class CrawlPlan(JobsOptions options, DateTimeOffset now)
{
    // Of a host that was never measured.
    private const int FirstSize = 8;

    public List<PlannedLease> Make(IReadOnlyCollection<RunningJob> jobs, int freeSlots)
    {
        var plan = new List<PlannedLease>();
        // Higher priority first, then whoever has least under way; then in turn, one batch each.
        var turn = new Queue<RunningJob>(jobs.Where(j => j.Hosts.Count > 0 && j.Quota > 0)
            .OrderByDescending(j => j.Job.Priority).ThenBy(j => j.InFlight).ThenBy(j => j.Job.StartedAt));
        var quota = jobs.ToDictionary(j => j, j => j.Quota);
        while (freeSlots > 0 && turn.TryDequeue(out var job))
        {
            if (quota[job] <= 0 || job.InFlight >= job.Options.Concurrency || NextHost(job) is not { } host)
                continue;
            var delay = DelayOf(job, host);
            var share = (job.Options.Concurrency + options.MaxBatchesPerHost - 1) / options.MaxBatchesPerHost;
            var concurrency = delay > 0 ? 1 : Math.Min(Math.Min(share, job.Options.Concurrency - job.InFlight), freeSlots);
            var lease = new PlannedLease(job, host, Math.Min(SizeOf(host, delay), quota[job]), concurrency, delay);
            plan.Add(lease);
            quota[job] -= lease.Size;
            freeSlots -= concurrency;
            job.InFlight += concurrency;
            host.Batches++;
            turn.Enqueue(job);
        }

        return plan;
    }

    /// <summary>The host that is least busy of those that may be asked now.</summary>
    private HostState? NextHost(RunningJob job)
    {
        HostState? best = null;
        foreach (var host in job.Hosts)
        {
            var most = DelayOf(job, host) > 0 ? 1 : options.MaxBatchesPerHost;
            if (host.Batches < most && (host.NotBefore is null || host.NotBefore <= now) && (best is null || host.Batches < best.Batches))
                best = host;
        }

        return best;
    }

    private int SizeOf(HostState host, int delayMs)
    {
        var perPage = delayMs > 0 ? delayMs : host.MsPerPage;
        return perPage is not { } ms
            ? Math.Min(FirstSize, options.MaxBatchPages)
            : (int)Math.Clamp(options.BatchDuration.TotalMilliseconds / Math.Max(ms, 0.01), 1, options.MaxBatchPages);
    }

    private static int DelayOf(RunningJob job, HostState host) =>
        Math.Max(job.Options.DelayMs, job.Options.RespectRobots ? host.CrawlDelayMs : 0);
}
