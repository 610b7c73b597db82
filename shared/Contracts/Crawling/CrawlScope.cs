namespace Trawl.Contracts.Crawling;

/// <summary>Which URLs belong to a crawl.</summary>
public sealed record CrawlScope
{
    /// <summary>How far from the roots a link may lead.</summary>
    public required ScopeKind Kind { get; init; }

    /// <summary>The submitted URLs, normalised. Never empty. What <see cref="Kind"/> is measured against.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>Globs over the path and query (<c>/docs/**</c>); empty means everything. A root is never excluded by them.</summary>
    public required IReadOnlyList<string> Include { get; init; }

    /// <summary>Globs over the path and query; they win over <see cref="Include"/>.</summary>
    public required IReadOnlyList<string> Exclude { get; init; }

    /// <summary>Links of pages at this depth are not reported.</summary>
    public required int MaxDepth { get; init; }
}
