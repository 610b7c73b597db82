using System.Globalization;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>A tree of pages, three children each, every one with a word of its own.</summary>
public sealed class GeneratedSite : IAsyncDisposable
{
    private readonly TestSite _site;

    private GeneratedSite(TestSite site, int pages)
    {
        _site = site;
        Urls = [.. Enumerable.Range(0, pages).Select(Url).Order(StringComparer.Ordinal)];
    }

    /// <summary>What a whole crawl stores, in order.</summary>
    public string[] Urls { get; }

    /// <summary>Requests for pages so far.</summary>
    public int Requests => _site.Requests.Count(request => request.Path.StartsWith("/p/", StringComparison.Ordinal));

    public static async Task<GeneratedSite> StartAsync(int pages, TimeSpan latency)
    {
        var site = await TestSite.StartAsync();
        site.Latency = latency;
        for (var page = 0; page < pages; page++)
        {
            var links = Enumerable.Range((page * 3) + 1, 3).Where(child => child < pages).Select(child => $"<li><a href=\"/p/{child}\">Child {child}</a></li>");
            site.Page($"/p/{page}", $"Page {page}", $"<h1>Page {page}</h1><p>The word of this page is page{page}word.</p><ul>{string.Concat(links)}</ul>");
        }

        return new GeneratedSite(site, pages);
    }

    public object Crawl() => new { type = "crawl", url = Url(0), maxPages = 1000 };

    /// <summary>The same with two requests at a time, to take long.</summary>
    public object SlowCrawl() => new { type = "crawl", url = Url(0), maxPages = 1000, concurrency = 2 };

    public Task RequestsReachAsync(int count, TimeSpan deadline) =>
        Eventually.TrueAsync(() => Requests >= count, deadline);

    private string Url(int page) => new Uri(_site.Address, "/p/" + page.ToString(CultureInfo.InvariantCulture)).AbsoluteUri;

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
