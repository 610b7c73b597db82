namespace Trawl.Contracts.Crawling;

/// <summary>One page of a <see cref="CrawlBatch"/>.</summary>
public sealed record PageToCrawl
{
    /// <summary>The frontier row. Results name the page by it, not by its URL.</summary>
    public required long PageId { get; init; }

    /// <summary>Absolute, normalised http(s) URL without fragment.</summary>
    public required string Url { get; init; }

    /// <summary>Links between the job's root (0) and this page.</summary>
    public required int Depth { get; init; }

    /// <summary>What it is fetched for. <see cref="PageKind.Page"/> when absent.</summary>
    public PageKind Kind { get; init; }

    /// <summary>The ETag of the last answer, when <c>If-None-Match</c> may be asked; else null.</summary>
    public string? ETag { get; init; }

    /// <summary>The Last-Modified header of the last answer, as the server wrote it; else null.</summary>
    public string? LastModified { get; init; }
}
