using AngleSharp.Dom;
using Trawl.Contracts.Crawling;
using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>The links of one page that are in scope, each once, in the order of the page.</summary>
internal sealed class LinkCollector(UrlScope? scope)
{
    private const int MaxSkipped = 100;

    private readonly HashSet<string> seen = [];
    private readonly List<string> links = [];
    private List<SkippedLink>? skipped;

    public IReadOnlyList<string> Links => links;

    /// <summary>Those that are not worth a request.</summary>
    public IReadOnlyList<SkippedLink> Skipped => skipped ?? (IReadOnlyList<SkippedLink>)[];

    /// <summary>Takes the link of an element, unless it is marked nofollow or out of scope.</summary>
    public void Add(WebUrl url, IElement element)
    {
        if (scope is null || !scope.Contains(url) || HasToken(element.GetAttribute("rel"), "nofollow") || !seen.Add(url.Value))
            return;
        if (BinaryFiles.Contains(url))
            Skip(url, PageFailureReason.ContentType);
        else
            links.Add(url.Value);
    }

    private void Skip(WebUrl url, PageFailureReason reason)
    {
        skipped ??= [];
        if (skipped.Count < MaxSkipped)
            skipped.Add(new SkippedLink { Url = url.Value, Reason = reason });
    }

    /// <summary>Whether a list of words, separated by spaces or commas, has this one.</summary>
    public static bool HasToken(string? list, string token)
    {
        if (list is null)
            return false;
        foreach (var range in list.AsSpan().SplitAny(' ', ',', '\t', '\n'))
        {
            if (list.AsSpan()[range].Equals(token, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
