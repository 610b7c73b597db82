using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Politeness;

/// <summary>
/// Folders of pages, each page linked from the first of its folder, and a log of who asked from when to when. robots.txt is left
/// out of the log: each crawler reads it for itself. A sitemap is in it: it is leased like a page.
/// </summary>
public sealed class LoggingSite : IAsyncDisposable
{
    // One clock for all sites of a test.
    private static readonly long Zero = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<LoggedRequest> _log = new();
    private readonly TestSite _site;
    private readonly int _pages;
    private readonly TimeSpan _latency;
    private int _robotsRead;

    private LoggingSite(TestSite site, int pages, TimeSpan latency) => (_site, _pages, _latency) = (site, pages, latency);

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<LoggedRequest> Log => [.. _log.OrderBy(request => request.Start)];

    /// <summary>How many processes have read robots.txt.</summary>
    public int RobotsRead => _robotsRead;

    /// <summary>Asked before each page: a time until which everybody is sent away with 429, or null.</summary>
    public Func<int, (TimeSpan NotBefore, string RetryAfter)?> SendAway { get; set; } = _ => null;

    public static TimeSpan Now => Stopwatch.GetElapsedTime(Zero);

    public static async Task<LoggingSite> StartAsync(int pages, TimeSpan latency, string robots = "", string address = "127.0.0.1")
    {
        var site = new LoggingSite(await TestSite.StartAsync(address), pages, latency);
        site._site.Respond("/robots.txt", context =>
        {
            Interlocked.Increment(ref site._robotsRead);
            return context.Response.WriteAsync(robots);
        });
        site._site.Fallback = site.AnswerAsync;
        return site;
    }

    /// <summary>The first page of a folder: a crawl of it finds all others there.</summary>
    public string Root(string folder) => Url(folder, 0);

    /// <summary>All of a folder, in order.</summary>
    public string[] Urls(string folder) => [.. Enumerable.Range(0, _pages).Select(page => Url(folder, page)).Order(StringComparer.Ordinal)];

    public Task RequestsReachAsync(int count, TimeSpan deadline) => Eventually.TrueAsync(() => _log.Count >= count, deadline);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = new LoggedRequest(context.Request.Path + context.Request.QueryString, Now);
        _log.Enqueue(request);
        try
        {
            if (SendAway(_log.Count) is { } away)
            {
                request.NotBefore = away.NotBefore;
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = away.RetryAfter;
                await context.Response.CompleteAsync();
                return;
            }

            await Task.Delay(_latency, context.RequestAborted);
            await PageAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            request.Aborted = true;
        }
        finally
        {
            request.End = Now;
        }
    }

    private Task PageAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/');
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page >= _pages)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var links = page > 0 ? "" : string.Concat(Enumerable.Range(1, _pages - 1).Select(i => $"<li><a href=\"/{parts[1]}/{i}\">Page {i}</a></li>"));
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<title>Page {page}</title><main><h1>{parts[1]} {page}</h1><p>The word of this page is {parts[1]}{page}word.</p><ul>{links}</ul></main>");
    }

    private string Url(string folder, int page) => new Uri(_site.Address, $"/{folder}/{page.ToString(CultureInfo.InvariantCulture)}").AbsoluteUri;
}
