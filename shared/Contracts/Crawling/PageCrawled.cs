using MassTransit;

namespace Trawl.Contracts.Crawling;

/// <summary>
/// A page was fetched and its text is here. Published by the Crawler as soon as the page is done. May arrive twice and
/// after the batch's lease ended: whoever applies it must count it once.
/// </summary>
[MessageUrn("page-crawled:v1")]
[EntityName("contracts.page-crawled")]
public sealed record PageCrawled
{
    /// <summary>The batch it was fetched in.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The job it was fetched for.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The frontier row of <see cref="PageToCrawl.PageId"/>.</summary>
    public required long PageId { get; init; }

    /// <summary>The URL as leased.</summary>
    public required string Url { get; init; }

    /// <summary>The status of the answer, 200 to 299, or 304 when the stored copy is still good.</summary>
    public required int HttpStatus { get; init; }

    /// <summary>True for a 304: <see cref="Markdown"/>, <see cref="ContentHash"/> and <see cref="Links"/> are then empty.</summary>
    public required bool NotModified { get; init; }

    /// <summary>The page's title; null when it has none.</summary>
    public string? Title { get; init; }

    /// <summary>BCP 47 tag the page declares for itself; null when it declares none.</summary>
    public string? Language { get; init; }

    /// <summary>What the page says it is about; null when it does not say.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The URL, normalised and in scope, that the page names as its canonical one; null when that is itself, out of scope, or
    /// not named.
    /// </summary>
    public string? Canonical { get; init; }

    /// <summary>The main text as Markdown. May be empty: a page can have no text.</summary>
    public required string Markdown { get; init; }

    /// <summary>SHA-256 over title and Markdown, lower-case hex: equal means there is nothing to embed again.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The answer's ETag; null when it had none.</summary>
    public string? ETag { get; init; }

    /// <summary>The answer's Last-Modified as written; null when it had none.</summary>
    public string? LastModified { get; init; }

    /// <summary>In-scope links, normalised, each once, in document order. Empty at the maximal depth.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>Links in scope that are not worth a request: at most 100. Null when absent means none.</summary>
    public IReadOnlyList<SkippedLink>? SkippedLinks { get; init; }

    /// <summary>Body bytes as received (compressed, where it was).</summary>
    public required long Bytes { get; init; }

    /// <summary>Milliseconds from the request's start to the text.</summary>
    public required int DurationMs { get; init; }
}
