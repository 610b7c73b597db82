namespace Trawl.Api.Dispatch.Crawl;

/// <summary>A host of which a job has pending pages.</summary>
internal sealed class WantedHost(HostState host)
{
    public HostState Host => host;

    /// <summary>Not all of those pages wait for a later try.</summary>
    public bool IsReady { get; init; } = true;

    /// <summary>Requests that this job's batches may have under way there.</summary>
    public int InFlight { get; set; }
}
