using Trawl.Api.Database;
using Trawl.Api.Dispatch.Crawl;
using Trawl.Api.Jobs;

namespace Trawl.Api.Dispatch;

/// <summary>A running job as one turn of the dispatcher sees it.</summary>
internal sealed class RunningJob
{
    public required Job Job { get; init; }
    public required CrawlOptions Options { get; init; }

    /// <summary>Hosts with pending pages.</summary>
    public List<WantedHost> Hosts { get; } = [];

    /// <summary>Requests its open batches may have under way.</summary>
    public int InFlight { get; set; }

    /// <summary>Documents out for embedding.</summary>
    public int Embedding { get; set; }

    /// <summary>Pages it may still lease within maxPages.</summary>
    public int Quota => Options.MaxPages - Job.Completed - Job.Processing;

    /// <summary>There is something to fetch for it, now or later.</summary>
    public bool WantsHosts => Job.SitemapsOpen > 0 || (Job.Pending > 0 && Quota > 0);

    public void Want(HostState host, bool isReady)
    {
        var wanted = new WantedHost(host) { IsReady = isReady };
        Hosts.Add(wanted);
        host.WantedBy.Add((this, wanted));
        host.Heed(Options);
    }
}
