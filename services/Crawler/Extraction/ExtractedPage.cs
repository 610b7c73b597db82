using Trawl.Contracts.Crawling;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>What a page says.</summary>
internal sealed record ExtractedPage
{
    public string? Title { get; init; }
    public string? Language { get; init; }

    /// <summary>What the page says it is about.</summary>
    public string? Description { get; init; }

    public required string Markdown { get; init; }
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>Links in scope that are not worth a request.</summary>
    public IReadOnlyList<SkippedLink> SkippedLinks { get; init; } = [];

    /// <summary>The page asks not to be stored. Its links count all the same.</summary>
    public bool NoIndex { get; init; }

    /// <summary>It is the shell of an application: its text is not there before its scripts have run.</summary>
    public bool NeedsScript { get; init; }

    /// <summary>The address the page itself says it belongs to, in scope or not; null when it names none.</summary>
    public WebUrl? Canonical { get; init; }
}
