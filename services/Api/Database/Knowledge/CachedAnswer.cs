namespace Trawl.Api.Database;

/// <summary>
/// What a source's URL answered last, kept only where the server gave it a validator: what a 304 then stands for. A document,
/// a sitemap, or a page that was skipped for what it says of itself.
/// </summary>
public sealed class CachedAnswer
{
    public Guid SourceId { get; set; }
    public Guid UrlKey { get; set; }
    public string? ETag { get; set; }
    public string? LastModified { get; set; }

    /// <summary>The links it had, one a line; those of a sitemap's further sitemaps begin with <c>&gt;</c>, those not worth a request with <c>-</c> and the reason.</summary>
    public required string Links { get; set; }

    /// <summary>Under which options the links were chosen (<see cref="Jobs.LinksScope"/>); null when they were not asked for.</summary>
    public Guid? LinksScope { get; set; }

    /// <summary>Why it gave no document of its own; null when it did.</summary>
    public string? Reason { get; set; }
    public string? ContentHash { get; set; }

    /// <summary>As in <see cref="Contracts.Crawling.PageCrawled.Canonical"/>.</summary>
    public string? Canonical { get; set; }
}
