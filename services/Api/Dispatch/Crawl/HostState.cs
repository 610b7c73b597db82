using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Dispatch.Crawl;

/// <summary>A host as one turn of the dispatcher sees it: one object, however many jobs want it.</summary>
internal sealed class HostState
{
    public required string Name { get; init; }
    public int CrawlDelayMs { get; init; }
    public DateTimeOffset? NotBefore { get; init; }
    public int BackOffMs { get; init; }

    /// <summary>Null for a host that was never measured.</summary>
    public double? MsPerPage { get; init; }

    /// <summary>Its open batches, over all jobs.</summary>
    public int Batches { get; private set; }

    /// <summary>Requests that they may have under way.</summary>
    public int InFlight { get; private set; }

    /// <summary>Pause between two requests: the longest that one of its jobs wants.</summary>
    public int DelayMs { get; private set; }

    /// <summary>Requests that may be under way: the least that one of its jobs wants.</summary>
    public int Limit => DelayMs > 0 || BackOffMs > 0 ? 1 : _concurrency;

    public List<(RunningJob Job, WantedHost Wanted)> WantedBy { get; } = [];

    private int _concurrency = int.MaxValue;
    private bool _isHeld;

    public void Add(Lease lease)
    {
        Add(lease.Concurrency);
        // A batch is over and its failures are not read yet: they may say that the host wants to be left alone.
        _isHeld |= lease.Concurrency == 0;
    }

    public void Add(int concurrency)
    {
        Batches++;
        InFlight += concurrency;
    }

    /// <summary>A job has pages of it to fetch, or is fetching: what it was asked to keep to holds for all while it does.</summary>
    public void Heed(CrawlOptions wish)
    {
        _concurrency = Math.Min(_concurrency, wish.Concurrency);
        DelayMs = Math.Max(DelayMs, Math.Max(wish.DelayMs, wish.RespectRobots ? CrawlDelayMs : 0));
    }

    public bool MayBeAsked(DateTimeOffset now) => !_isHeld && (NotBefore is null || NotBefore <= now);
}
