using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.Sitemaps;

/// <summary>What a sitemap names.</summary>
/// <param name="Urls">Pages in scope that are worth a request: normalised, each once, in the order of the file.</param>
/// <param name="Sitemaps">Further sitemaps, when it is an index: normalised, each once.</param>
/// <param name="Skipped">Entries in scope that are not worth a request.</param>
/// <param name="Message">One sentence when not all of it could be read; else null.</param>
internal sealed record SitemapContent(IReadOnlyList<string> Urls, IReadOnlyList<string> Sitemaps, IReadOnlyList<SkippedLink> Skipped, string? Message);
