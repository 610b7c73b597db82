using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>What is known of a page before its body is read.</summary>
/// <param name="Url">The page's own URL.</param>
/// <param name="Scope">Which links to report; null for none.</param>
internal sealed record PageSource(WebUrl Url, UrlScope? Scope)
{
    /// <summary>Robots meta elements of this name are meant for us alone.</summary>
    public string ProductToken { get; init; } = "trawl";

    /// <summary>The answer's Link headers, one an entry.</summary>
    public IReadOnlyList<string> LinkHeaders { get; init; } = [];

    /// <summary>What a calendar's far future is counted from.</summary>
    public DateOnly Today { get; init; }
}
