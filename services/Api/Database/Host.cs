namespace Trawl.Api.Database;

/// <summary>What is known of a host, across all jobs: the global politeness.</summary>
public sealed class Host
{
    public required string Name { get; set; }

    /// <summary>From robots.txt, when it was read and names one.</summary>
    public int? CrawlDelayMs { get; set; }

    /// <summary>No batch earlier: Retry-After, or a back-off.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Measured, smoothed: what batches are sized by.</summary>
    public double? MsPerPage { get; set; }
}
