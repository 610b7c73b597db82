using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>A tree of pages, some of which have a twin under another URL or a redirect beside them.</summary>
public sealed class ChaosSite : IAsyncDisposable
{
    private const int Children = 3;
    private const int TwinEvery = 20;
    private const int RedirectEvery = 15;
    private readonly TestSite _site;
    private readonly int _pages;

    private ChaosSite(TestSite site, int pages) => (_site, _pages) = (site, pages);

    /// <summary>What must be stored, in order.</summary>
    public string[] Stored => [.. Enumerable.Range(0, _pages).Select(page => Url("/p/", page)).Order(StringComparer.Ordinal)];

    /// <summary>What must be skipped, with the reason, in order.</summary>
    public string[] Skipped =>
    [
        .. Enumerable.Range(0, _pages).Where(HasTwin).Select(page => $"{Url("/twin/", page)} duplicate")
            .Concat(Enumerable.Range(0, _pages).Where(HasRedirect).Select(page => $"{Url("/to/", page)} redirected"))
            .Order(StringComparer.Ordinal),
    ];

    public Uri Address => _site.Address;

    /// <summary>When each URL was asked for, robots.txt and sitemaps left out.</summary>
    public Dictionary<string, List<DateTimeOffset>> Requests => _site.Requests
        .Where(request => request.Path.Count(c => c == '/') == 2)
        .GroupBy(request => new Uri(_site.Address, request.Path).AbsoluteUri).ToDictionary(group => group.Key, group => group.Select(request => request.Time).ToList());

    /// <summary>How many requests there were.</summary>
    public int Asked => _site.Requests.Count;

    public static async Task<ChaosSite> StartAsync(int pages, TimeSpan latency)
    {
        var site = new ChaosSite(await TestSite.StartAsync("127.0.0.77"), pages);
        site._site.Latency = latency;
        site._site.Fallback = site.AnswerAsync;
        return site;
    }

    public object Crawl() => new { type = "crawl", url = Url("/p/", 0), maxPages = _pages * 2, maxDepth = 50, concurrency = 16 };

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private static bool HasTwin(int page) => page % TwinEvery == 7;

    private static bool HasRedirect(int page) => page % RedirectEvery == 4;

    private string Url(string folder, int page) => new Uri(_site.Address, folder + page.ToString(CultureInfo.InvariantCulture)).AbsoluteUri;

    private Task AnswerAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/');
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page >= _pages)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (parts[1] == "to")
        {
            context.Response.Redirect(Url("/p/", page * 7 % _pages));
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Html(page));
    }

    // A twin is found on the page itself, so that it is always the page that is stored first. They are the same to the last letter.
    private string Html(int page)
    {
        var html = new StringBuilder(512);
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><head><title>Page {page}</title></head><body><h1>Page {page}</h1><p>The word of this page is page{page}word.</p><ul>");
        for (var child = (page * Children) + 1; child <= (page * Children) + Children && child < _pages; child++)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"/p/{child}\">Child {child}</a></li>");
        if (HasTwin(page))
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"/twin/{page}\">The same again</a></li>");
        if (HasRedirect(page))
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"/to/{page}\">Elsewhere</a></li>");
        return html.Append("</ul></body></html>").ToString();
    }
}
