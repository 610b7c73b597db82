namespace Trawl.Api.Dispatch.Crawl;

/// <summary>
/// How a job's own concurrency is shared among its hosts: each may take its part, and more only as far as what the others
/// still want of theirs is left. So a slow host never holds all of it while a fast one waits.
/// </summary>
internal sealed class JobShare
{
    private readonly RunningJob _job;
    private readonly int _part;
    private readonly DateTimeOffset _soon;
    private int _wantedByAll;

    public JobShare(RunningJob job, TimeSpan soon, DateTimeOffset now)
    {
        (_job, _soon, Quota) = (job, now + soon, job.Quota);
        var hosts = job.Hosts.Count(Waits);
        _part = Math.Max(1, job.Options.Concurrency / Math.Max(1, hosts));
        _wantedByAll = job.Hosts.Sum(WantedBy);
    }

    /// <summary>Pages it may still lease.</summary>
    public int Quota { get; private set; }

    /// <summary>How many more requests a host may have under way.</summary>
    public int RoomOf(WantedHost wanted)
    {
        var others = _wantedByAll - WantedBy(wanted);
        return Math.Max(_part - wanted.InFlight, _job.Options.Concurrency - _job.InFlight - others);
    }

    public void Take(WantedHost wanted, PlannedLease lease)
    {
        _wantedByAll -= WantedBy(wanted);
        wanted.InFlight += lease.Concurrency;
        _job.InFlight += lease.Concurrency;
        Quota -= lease.WithPages ? lease.Size : 0;
        _wantedByAll += WantedBy(wanted);
    }

    private int WantedBy(WantedHost wanted) => Waits(wanted) ? Math.Max(0, Math.Min(_part, wanted.Host.Limit) - wanted.InFlight) : 0;

    // One that rests for a moment waits as well: its place must not be gone when it is back.
    private bool Waits(WantedHost wanted) => wanted.IsReady && (wanted.Host.NotBefore is null || wanted.Host.NotBefore <= _soon);
}
