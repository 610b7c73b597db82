namespace Trawl.Api.Database;

/// <summary>What is known of a host, across all jobs: the global politeness.</summary>
public sealed class Host
{
    public required string Name { get; set; }

    /// <summary>From robots.txt, when it was read and names one.</summary>
    public int? CrawlDelayMs { get; set; }

    /// <summary>No batch earlier: Retry-After, a back-off, or the delay after the last one.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Grows while the host asks for less (429, 503) or does not answer, shrinks when it answers again; 0 when all is well.</summary>
    public int BackOffMs { get; set; }

    /// <summary>Why: <c>rate_limited</c>, <c>unavailable</c> or <c>unreachable</c>; null without a back-off.</summary>
    public string? BackOffReason { get; set; }

    /// <summary>Measured, smoothed: what batches are sized by.</summary>
    public double? MsPerPage { get; set; }
}
