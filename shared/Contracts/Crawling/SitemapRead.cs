using MassTransit;

namespace Trawl.Contracts.Crawling;

/// <summary>
/// A sitemap was read. Published by the Crawler for a <see cref="PageToCrawl"/> of kind <see cref="PageKind.Sitemap"/>; one that
/// cannot be read is a <see cref="PageFailed"/>. May arrive twice.
/// </summary>
[MessageUrn("sitemap-read:v1")]
[EntityName("contracts.sitemap-read")]
public sealed record SitemapRead
{
    /// <summary>The batch it was fetched in.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The job it was fetched for.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The frontier row of <see cref="PageToCrawl.PageId"/>.</summary>
    public required long PageId { get; init; }

    /// <summary>The URL as leased.</summary>
    public required string Url { get; init; }

    /// <summary>True for a 304: <see cref="Urls"/> and <see cref="Sitemaps"/> are then empty, and those of the last time hold.</summary>
    public required bool NotModified { get; init; }

    /// <summary>Pages in scope, normalised, each once, in the order of the file.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>
    /// Further sitemaps, normalised, each once: of an index; and for the first row of a site (depth 0) those that its robots.txt
    /// names, which then stand in place of the row's own URL.
    /// </summary>
    public required IReadOnlyList<string> Sitemaps { get; init; }

    /// <summary>Entries in scope that are not worth a request: at most 100. Null when absent means none.</summary>
    public IReadOnlyList<SkippedLink>? SkippedLinks { get; init; }

    /// <summary>The answer's ETag; null when it had none.</summary>
    public string? ETag { get; init; }

    /// <summary>The answer's Last-Modified as written; null when it had none.</summary>
    public string? LastModified { get; init; }

    /// <summary>One sentence when not all of the file could be used (too large, broken in the middle); null when all was.</summary>
    public string? Message { get; init; }

    /// <summary>Milliseconds from the request's start.</summary>
    public required int DurationMs { get; init; }
}
