using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages.Cache;

/// <summary>
/// How the links of an answer are kept: one a line. Those of further sitemaps begin with a mark, and those that are not worth a
/// request with another and the reason.
/// </summary>
internal static class CachedLinks
{
    private const char SitemapMark = '>';
    private const char SkippedMark = '-';

    public static string Write(PageOutcome outcome)
    {
        var links = outcome.Sitemap is { Sitemaps.Count: > 0 } sitemap ? sitemap.Sitemaps.Select(s => SitemapMark + s).Concat(sitemap.Urls) : outcome.Links;
        return outcome.SkippedLinks.Count == 0
            ? string.Join('\n', links)
            : string.Join('\n', links.Concat(outcome.SkippedLinks.Select(link => $"{SkippedMark}{PageOutcome.NameOf(link.Reason)} {link.Url}")));
    }

    public static (List<string> Urls, List<string> Sitemaps, List<SkippedLink> Skipped) Read(string links)
    {
        var (urls, sitemaps, skipped) = (new List<string>(), new List<string>(), new List<SkippedLink>());
        foreach (var line in links.AsSpan().Split('\n'))
        {
            var link = links.AsSpan()[line];
            if (link.Length == 0)
                continue;
            if (link[0] == SitemapMark)
                sitemaps.Add(link[1..].ToString());
            else if (link[0] == SkippedMark)
                skipped.Add(Skipped(link[1..]));
            else
                urls.Add(link.ToString());
        }

        return (urls, sitemaps, skipped);
    }

    private static SkippedLink Skipped(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        return new SkippedLink { Reason = PageOutcome.ReasonOf(line[..space].ToString()), Url = line[(space + 1)..].ToString() };
    }
}
