using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>What a page says.</summary>
internal sealed record ExtractedPage
{
    public string? Title { get; init; }
    public string? Language { get; init; }
    public required string Markdown { get; init; }
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>The page asks not to be stored. Its links count all the same.</summary>
    public bool NoIndex { get; init; }

    /// <summary>The address the page itself says it belongs to. Read, not yet acted upon.</summary>
    public WebUrl? Canonical { get; init; }
}
