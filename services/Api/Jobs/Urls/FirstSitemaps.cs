using Trawl.Contracts.Crawling;

namespace Trawl.Api.Jobs.Urls;

/// <summary>Where a site's sitemap is looked for: the crawler asks robots.txt first, which may name others.</summary>
internal static class FirstSitemaps
{
    public static bool Wanted(CrawlOptions options) => options is { UseSitemap: true, Scope: not ScopeKind.List, MaxDepth: > 0 };

    /// <summary>That of a URL's origin.</summary>
    public static string Of(string url) => $"{url[..(url.IndexOf("://", StringComparison.Ordinal) + 3)]}{HostName.Of(url)}/sitemap.xml";

    /// <summary>Those of all the roots, as far as none of them is a root itself.</summary>
    public static string[] Of(CrawlOptions options) =>
        Wanted(options) ? [.. options.Urls.Select(Of).Distinct(StringComparer.Ordinal).Except(options.Urls, StringComparer.Ordinal)] : [];
}
