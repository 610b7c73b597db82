using Trawl.Contracts.Crawling;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>The links of one page that are in scope, each once, in the order of the page.</summary>
/// <param name="scope">Null to take none.</param>
/// <param name="page">The page they are on.</param>
/// <param name="today">For <see cref="UrlTraps"/>.</param>
internal sealed class LinkCollector(UrlScope? scope, WebUrl page, DateOnly today)
{
    private const int MaxSkipped = 100;

    private readonly HashSet<string> seen = [];
    private readonly List<string> links = [];
    private List<SkippedLink>? skipped;

    public IReadOnlyList<string> Links => links;

    /// <summary>Those that are not worth a request.</summary>
    public IReadOnlyList<SkippedLink> Skipped => skipped ?? (IReadOnlyList<SkippedLink>)[];

    /// <summary>Takes a link, unless it is marked nofollow or out of scope.</summary>
    /// <param name="url">Where it leads.</param>
    /// <param name="rel">What it says of that.</param>
    public void Add(WebUrl url, ReadOnlySpan<char> rel)
    {
        if (scope is null || !scope.Contains(url) || Words.Has(rel, "nofollow") || !seen.Add(url.Value))
            return;
        if (BinaryFiles.Contains(url))
            Skip(url, PageFailureReason.ContentType);
        else if (UrlTraps.Of(url, page, today) is not null)
            Skip(url, PageFailureReason.Trap);
        else
            links.Add(url.Value);
    }

    private void Skip(WebUrl url, PageFailureReason reason)
    {
        skipped ??= [];
        if (skipped.Count < MaxSkipped)
            skipped.Add(new SkippedLink { Url = url.Value, Reason = reason });
    }
}
