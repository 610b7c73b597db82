using Trawl.Contracts.Crawling;
using Trawl.Web;

namespace Trawl.Crawler;

/// <summary>The links of a page or sitemap that are not worth a request: the first hundred, so that telling of them does not become the work.</summary>
internal sealed class SkippedLinks(WebUrl page, DateOnly today)
{
    private const int Most = 100;

    private List<SkippedLink>? links;

    public IReadOnlyList<SkippedLink> All => links ?? (IReadOnlyList<SkippedLink>)[];

    /// <summary>Whether a link, each given once, is one of them.</summary>
    public bool Take(WebUrl link)
    {
        if (BinaryFiles.Contains(link))
            return Take(link, PageFailureReason.ContentType);
        return UrlTraps.Of(link, page, today) is not null && Take(link, PageFailureReason.Trap);
    }

    private bool Take(WebUrl link, PageFailureReason reason)
    {
        links ??= [];
        if (links.Count < Most)
            links.Add(new SkippedLink { Url = link.Value, Reason = reason });
        return true;
    }
}
