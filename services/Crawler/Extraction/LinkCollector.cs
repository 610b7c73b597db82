using Trawl.Contracts.Crawling;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>The links of one page that are in scope, each once, in the order of the page.</summary>
/// <param name="scope">Null to take none.</param>
/// <param name="page">The page they are on.</param>
/// <param name="today">For <see cref="UrlTraps"/>.</param>
internal sealed class LinkCollector(UrlScope? scope, WebUrl page, DateOnly today)
{
    private readonly HashSet<string> seen = [];
    private readonly List<string> links = [];
    private readonly SkippedLinks skipped = new(page, today);

    public IReadOnlyList<string> Links => links;

    /// <summary>Those that are not worth a request.</summary>
    public IReadOnlyList<SkippedLink> Skipped => skipped.All;

    /// <summary>Takes a link, unless it is marked nofollow or out of scope.</summary>
    /// <param name="url">Where it leads.</param>
    /// <param name="rel">What it says of that.</param>
    public void Add(WebUrl url, ReadOnlySpan<char> rel)
    {
        if (scope is null || !scope.Contains(url) || Words.Has(rel, "nofollow") || !seen.Add(url.Value))
            return;
        if (!skipped.Take(url))
            links.Add(url.Value);
    }
}
