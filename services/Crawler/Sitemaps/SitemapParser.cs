using Trawl.Web;

namespace Trawl.Crawler.Sitemaps;

/// <summary>Reads sitemaps, indexes of them and plain lists of URLs.</summary>
internal static class SitemapParser
{
    /// <param name="body">As received, but for Content-Encoding; may be a gzip file.</param>
    /// <param name="url">Where it came from: what its references are resolved against.</param>
    /// <param name="scope">Which pages are wanted.</param>
    /// <param name="today">For <see cref="UrlTraps"/>.</param>
    public static SitemapContent Parse(Stream body, WebUrl url, UrlScope scope, DateOnly today)
    {
        _ = (body, url, scope, today);
        return new SitemapContent([], [], null);
    }
}
