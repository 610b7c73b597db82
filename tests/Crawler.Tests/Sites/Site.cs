using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Trawl.TestSupport;

namespace Trawl.Crawler.Tests.Sites;

/// <summary>A web site on a free port of loopback, with a log of what was asked of it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication app;
    private int inFlight;
    private int mostInFlight;

    private Site(WebApplication app) => this.app = app;

    public string Url { get; private set; } = "";
    public string Host => new Uri(Url).Authority;
    public ConcurrentQueue<SiteRequest> Requests { get; } = new();
    public int MostInFlight => Volatile.Read(ref mostInFlight);

    public int Hits(string path) => Requests.Count(request => request.Path == path);

    public static Task<Site> StartAsync(RequestDelegate handler) => StartAsync(handler, builder => builder.WebHost.UseUrls("http://127.0.0.1:0"));

    public static async Task<Site> StartAsync(RequestDelegate handler, Action<WebApplicationBuilder> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        listen(builder);
        var site = new Site(builder.Build());
        site.app.Run(context => site.HandleAsync(context, handler));
        await site.app.StartAsync();
        site.Url = site.app.Urls.First();
        return site;
    }

    /// <summary>A site of pages by path; what it does not have is a 404, robots.txt included.</summary>
    public static Task<Site> OfAsync(params (string Path, string Html)[] pages) => StartAsync(async context =>
    {
        var html = pages.FirstOrDefault(page => page.Path == context.Request.Path + context.Request.QueryString).Html;
        context.Response.StatusCode = html is null ? 404 : 200;
        context.Response.ContentType = context.Request.Path == "/robots.txt" ? "text/plain" : "text/html; charset=utf-8";
        await context.Response.WriteAsync(html ?? "");
    });

    /// <summary>The same site, called by a name instead of its address.</summary>
    public Site At(string name)
    {
        Url = new UriBuilder(Url) { Host = name }.Uri.GetLeftPart(UriPartial.Authority);
        return this;
    }

    public Task AskedAsync(int times) => Eventually.TrueAsync(() => Requests.Count >= times, TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context, RequestDelegate handler)
    {
        Requests.Enqueue(new SiteRequest(context.Request.Path + context.Request.QueryString, TimeProvider.System.GetTimestamp(), context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()))
        {
            Protocol = context.Request.Protocol, Connection = context.Connection.Id,
        });
        var now = Interlocked.Increment(ref inFlight);
        for (var most = mostInFlight; now > most; most = mostInFlight)
            Interlocked.CompareExchange(ref mostInFlight, now, most);
        try
        {
            await handler(context);
        }
        catch (OperationCanceledException)
        {
            // The client went, which is what the test is about.
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }
}

internal sealed record SiteRequest(string Path, long At, IReadOnlyDictionary<string, string> Headers)
{
    public required string Protocol { get; init; }

    /// <summary>The same for all requests of one connection.</summary>
    public required string Connection { get; init; }
}
