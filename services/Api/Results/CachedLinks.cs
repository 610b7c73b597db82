namespace Trawl.Api.Results;

/// <summary>How the links of an answer are kept: one a line, sitemaps marked.</summary>
internal static class CachedLinks
{
    private const char SitemapMark = '>';

    public static string Write(PageOutcome outcome) => outcome.Sitemap is { Sitemaps.Count: > 0 } sitemap
        ? string.Join('\n', sitemap.Sitemaps.Select(s => SitemapMark + s).Concat(sitemap.Urls))
        : string.Join('\n', outcome.Links);

    public static (List<string> Urls, List<string> Sitemaps) Read(string links)
    {
        var (urls, sitemaps) = (new List<string>(), new List<string>());
        foreach (var line in links.AsSpan().Split('\n'))
        {
            var link = links.AsSpan()[line];
            if (link.Length > 0 && link[0] == SitemapMark)
                sitemaps.Add(link[1..].ToString());
            else if (link.Length > 0)
                urls.Add(link.ToString());
        }

        return (urls, sitemaps);
    }
}
