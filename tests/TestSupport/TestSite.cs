using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Logging;

namespace Trawl.TestSupport;

/// <summary>A site to crawl: pages given by the test or a folder of files, on a loopback address and a port of its own.</summary>
public sealed class TestSite : IAsyncDisposable
{
    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly ConcurrentDictionary<string, RequestDelegate> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SiteRequest> _requests = new();
    private readonly WebApplication _app;
    private (string Prefix, string Path)? _folder;
    private int _concurrent;

    private TestSite(WebApplication app) => _app = app;

    /// <summary>The root of the site.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>How long each answer takes; may be changed while it is crawled.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Answers what neither a page nor a file does; null for 404.</summary>
    public RequestDelegate? Fallback { get; set; }

    /// <summary>Every request so far, in the order they came.</summary>
    public IReadOnlyCollection<SiteRequest> Requests => _requests;

    /// <summary>Starts a site. Linux answers on every 127.x.y.z, so that tests may have several hosts.</summary>
    public static async Task<TestSite> StartAsync(string address = "127.0.0.1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address), 0));
        var site = new TestSite(builder.Build());
        site._app.Use(site.WatchAsync);
        site._app.Run(site.AnswerAsync);
        await site._app.StartAsync();
        site.Address = new Uri(site._app.Urls.First());
        return site;
    }

    /// <summary>Adds or replaces an HTML page.</summary>
    public void Page(string path, string title, string html)
    {
        var body = Encoding.UTF8.GetBytes($"<!doctype html><html lang=\"en\"><head><title>{WebUtility.HtmlEncode(title)}</title></head><body>{html}</body></html>");
        Respond(path, async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body);
        });
    }

    /// <summary>Adds or replaces a text of another type: robots.txt, a sitemap.</summary>
    public void Text(string path, string text, string contentType = "text/plain") => Respond(path, context =>
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text);
    });

    /// <summary>Adds or replaces a path that answers as the test likes.</summary>
    public void Respond(string path, RequestDelegate answer) => _pages[path] = answer;

    /// <summary>Takes a path away: it answers 404 from now on.</summary>
    public void Remove(string path) => _pages.TryRemove(path, out _);

    /// <summary>Serves the files of a folder below a path.</summary>
    public void Folder(string prefix, string folder) => _folder = (prefix.TrimEnd('/') + "/", Path.GetFullPath(folder));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        _requests.Enqueue(new SiteRequest(
            request.Path + request.QueryString, DateTimeOffset.UtcNow, Interlocked.Increment(ref _concurrent), request.Headers.UserAgent.ToString(), request.Headers.IfNoneMatch.ToString()));
        try
        {
            if (Latency > TimeSpan.Zero)
                await Task.Delay(Latency, context.RequestAborted);
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The crawler was killed, or gave up: there is nobody to answer.
        }
        finally
        {
            Interlocked.Decrement(ref _concurrent);
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (_pages.TryGetValue(context.Request.Path + context.Request.QueryString, out var page))
            return page(context);
        if (_folder is { } folder && context.Request.Path.Value!.StartsWith(folder.Prefix, StringComparison.Ordinal))
        {
            var file = Path.GetFullPath(Path.Combine(folder.Path, context.Request.Path.Value[folder.Prefix.Length..]));
            if (file.StartsWith(folder.Path, StringComparison.Ordinal) && File.Exists(file) && Types.TryGetContentType(file, out var type))
            {
                context.Response.ContentType = type;
                return context.Response.SendFileAsync(file);
            }
        }

        if (Fallback is { } fallback)
            return fallback(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
