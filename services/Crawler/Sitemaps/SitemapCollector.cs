using System.Net;
using Trawl.Web;

namespace Trawl.Crawler.Sitemaps;

/// <summary>Keeps of the URLs in a sitemap those that are of use.</summary>
internal sealed class SitemapCollector(WebUrl url, UrlScope scope, DateOnly today)
{
    /// <summary>What the protocol allows in one file.</summary>
    private const int MaxUrls = 50_000;

    /// <summary>In characters. All of it is to travel in one message.</summary>
    private const int MaxText = 4 * 1024 * 1024;

    private readonly LinkResolver resolver = new(url);
    private readonly string site = RegistrableDomain.Of(url.Host);
    private readonly SkippedLinks skipped = new(url, today);
    private readonly HashSet<string> seen = [];
    private readonly List<string> urls = [];
    private readonly List<string> sitemaps = [];
    private int entries;
    private int text;

    /// <summary>Whether there was more than it takes.</summary>
    public bool IsFull { get; private set; }

    public bool IsEmpty => entries == 0;

    /// <summary>An entry of an XML file: may be relative, may be escaped.</summary>
    public void Add(string reference, bool isSitemap)
    {
        if (!string.IsNullOrWhiteSpace(reference) && resolver.Resolve(WebUtility.HtmlDecode(reference)) is { } target)
            Add(target, isSitemap);
    }

    /// <summary>A line of a list. Whatever else stands in such a file is no URL.</summary>
    public void AddLine(string line)
    {
        if (WebUrl.TryParse(line, out var target))
            Add(target, isSitemap: false);
    }

    /// <param name="trouble">Why there may have been more; null when there was none.</param>
    public SitemapContent ToContent(string? trouble)
    {
        if (IsFull)
            trouble = entries == MaxUrls ? $"Only its first {MaxUrls} entries were read." : $"Only the first {MaxText / 1024 / 1024} MB of its URLs were taken.";
        return new SitemapContent(urls, sitemaps, skipped.All, trouble);
    }

    private void Add(WebUrl target, bool isSitemap)
    {
        IsFull |= entries == MaxUrls || text + target.Value.Length > MaxText;
        if (IsFull)
            return;
        entries++;
        if (isSitemap ? RegistrableDomain.Of(target.Host) != site : !scope.Contains(target))
            return;
        if (!seen.Add(target.Value) || (!isSitemap && skipped.Take(target)))
            return;
        (isSitemap ? sitemaps : urls).Add(target.Value);
        text += target.Value.Length;
    }
}
