using Trawl.Api.Jobs;

namespace Trawl.Api.Dispatch.Crawl;

/// <summary>
/// Who may fetch what next: jobs in turn, within a job hosts in turn, hosts within their politeness, all within the crawlers'
/// slots. No database here.
/// </summary>
internal sealed class CrawlPlan(JobsOptions options, HostTurns turns, DateTimeOffset now)
{
    // Of a host that was never measured, or that asked for less.
    private const int CarefulSize = 4;

    private readonly Dictionary<RunningJob, JobShare> _shares = [];
    private int _free;
    private int _freeForSlow;

    /// <summary>A request to it takes longer than a batch should, or nobody knows: it could sit on its slots for long.</summary>
    public bool IsSlow(double? msPerPage) => msPerPage is not { } ms || ms > options.BatchDuration.TotalMilliseconds / CarefulSize;

    public List<PlannedLease> Make(IReadOnlyCollection<RunningJob> jobs, CrawlSlots slots)
    {
        var plan = new List<PlannedLease>();
        turns.Keep(jobs);
        _free = slots.All - slots.Taken;
        // The last quarter is for hosts that are known to answer at once: however many others hang, those are served.
        _freeForSlow = slots.All - (slots.All / 4) - slots.Slow;
        foreach (var job in jobs)
            _shares[job] = new JobShare(job, options.BatchDuration, now);
        // Higher priority first, then whoever has least under way, then whoever waits longest; then in turn, one batch each.
        var turn = new Queue<RunningJob>(jobs.Where(j => j.Hosts.Count > 0)
            .OrderByDescending(j => j.Job.Priority).ThenBy(j => j.InFlight).ThenBy(j => turns.LastOf(j.Job.Id)).ThenBy(j => j.Job.StartedAt));
        while (_free > 0 && turn.TryDequeue(out var job))
        {
            if (NextHost(job) is not { } wanted)
                continue;
            plan.Add(Lease(job, wanted));
            turn.Enqueue(job);
        }

        return plan;
    }

    /// <summary>Where this job has least under way, of the hosts that may be asked now; then the one that waits longest.</summary>
    private WantedHost? NextHost(RunningJob job)
    {
        WantedHost? best = null;
        var bestTurn = 0L;
        foreach (var wanted in job.Hosts)
        {
            if (best is not null && wanted.InFlight > best.InFlight)
                continue;
            var last = turns.LastOf(job.Job.Id, wanted.Host.Name);
            var isBetter = best is null || wanted.InFlight < best.InFlight || last < bestTurn;
            if (isBetter && RoomOf(job, wanted) > 0 && !IsAnothersTurn(job, wanted.Host, last))
                (best, bestTurn) = (wanted, last);
        }

        return best;
    }

    /// <summary>Requests that a batch of this job on this host may have under way; 0 or less for no batch.</summary>
    private int RoomOf(RunningJob job, WantedHost wanted)
    {
        var host = wanted.Host;
        var share = _shares[job];
        if (!wanted.IsReady || !host.MayBeAsked(now) || (share.Quota <= 0 && job.Job.SitemapsOpen == 0))
            return 0;
        // One batch at a time where the pause or the answer to the last one must be known before the next.
        var batches = host.Limit == 1 || host.MsPerPage is null ? 1 : options.MaxBatchesPerHost;
        if (host.Batches >= batches)
            return 0;
        var room = Math.Min((host.Limit + batches - 1) / batches, host.Limit - host.InFlight);
        room = Math.Min(room, Math.Min(job.Options.Concurrency - job.InFlight, share.RoomOf(wanted)));
        return Math.Min(room, IsSlow(host.MsPerPage) ? Math.Min(_free, _freeForSlow) : _free);
    }

    /// <summary>Whether another job that could take this host's place comes before this one.</summary>
    private bool IsAnothersTurn(RunningJob job, HostState host, long last)
    {
        foreach (var (other, wanted) in host.WantedBy)
        {
            if (other == job || other.Job.Priority < job.Job.Priority)
                continue;
            var before = other.Job.Priority > job.Job.Priority || turns.LastOf(other.Job.Id, host.Name) < last;
            if (before && RoomOf(other, wanted) > 0)
                return true;
        }

        return false;
    }

    private PlannedLease Lease(RunningJob job, WantedHost wanted)
    {
        var (host, share) = (wanted.Host, _shares[job]);
        var size = SizeOf(host);
        if (share.Quota > 0)
            size = Math.Min(size, share.Quota);
        var lease = new PlannedLease(job, host, size, Math.Min(RoomOf(job, wanted), size), host.DelayMs) { WithPages = share.Quota > 0 };
        share.Take(wanted, lease);
        _free -= lease.Concurrency;
        if (IsSlow(host.MsPerPage))
            _freeForSlow -= lease.Concurrency;
        host.Add(lease.Concurrency);
        turns.Serve(job.Job.Id, host.Name);
        return lease;
    }

    private int SizeOf(HostState host)
    {
        var most = host.BackOffMs > 0 ? Math.Min(CarefulSize, options.MaxBatchPages) : options.MaxBatchPages;
        var perPage = host.DelayMs > 0 ? host.DelayMs : host.MsPerPage;
        return perPage is not { } ms
            ? Math.Min(CarefulSize, options.MaxBatchPages)
            : (int)Math.Clamp(options.BatchDuration.TotalMilliseconds / Math.Max(ms, 0.01), 1, most);
    }
}
