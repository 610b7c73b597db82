using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Web.Served;

/// <summary>
/// One host of the test web: a table of resources, a log of all requests. What is not in the table answers 404, and to have
/// asked for it is a fault of the crawler: <see cref="Log"/> shows it.
/// </summary>
public sealed class WebHost : IAsyncDisposable
{
    /// <summary>Which each crawler reads for itself.</summary>
    public const string RobotsTxt = "/robots.txt";

    private const string LastModified = "Sat, 01 Aug 2026 10:00:00 GMT";
    private static int lastAddress = 1;

    private readonly ConcurrentDictionary<string, Resource> _resources = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Request> _log = new();
    private readonly TestSite _site;

    private WebHost(TestSite site) => _site = site;

    public Uri Address => _site.Address;

    public string Authority => Address.Authority;

    /// <summary>Every request so far.</summary>
    public IEnumerable<Request> Log => _log;

    public IEnumerable<Resource> Resources => _resources.Values;

    /// <summary>Answers what nobody put into the table: families without end. Null leaves the target to a 404.</summary>
    public Func<string, Answer?>? Endless { get; set; }

    /// <summary>A host with an address and a port of its own, and no robots.txt and no sitemap as yet.</summary>
    public static async Task<WebHost> StartAsync()
    {
        var last = 2 + (Interlocked.Increment(ref lastAddress) % 250);
        var host = new WebHost(await TestSite.StartAsync("127.0.0." + last.ToString(CultureInfo.InvariantCulture)));
        host._site.Fallback = host.AnswerAsync;
        host.Status(RobotsTxt, 404);
        return host;
    }

    public Resource? Find(string target) => _resources.GetValueOrDefault(target);

    /// <summary>An HTML page with a title and a sentence of its own, so that no two pages are alike by accident.</summary>
    public Resource Page(string target, string body = "", string head = "", Action<HttpResponse>? headers = null) => Html(
        target,
        $"""
         <!doctype html><html lang="en"><head><title>Page {WebUtility.HtmlEncode(target)}</title>{head}</head>
         <body><h1>Heading of {WebUtility.HtmlEncode(target)}</h1><p>This is what the page has to say.</p>{body}</body></html>
         """,
        headers);

    /// <summary>An HTML document, as it is.</summary>
    public Resource Html(string target, string html, Action<HttpResponse>? headers = null) =>
        Bytes(target, Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", headers);

    public Resource Text(string target, string text, string type = "text/plain") => Bytes(target, Encoding.UTF8.GetBytes(text), type);

    /// <summary>Something that stays as it is, with validators.</summary>
    public Resource Bytes(string target, byte[] body, string? type, Action<HttpResponse>? headers = null)
    {
        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"";
        return Add(target, etag, async (context, _) =>
        {
            var response = context.Response;
            response.Headers.ETag = etag;
            response.Headers.LastModified = LastModified;
            headers?.Invoke(response);
            if (context.Request.Headers.IfNoneMatch == etag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = type;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, context.RequestAborted);
        });
    }

    public Resource Redirect(string target, string? location, int status = 301) => Add(target, null, (context, _) =>
    {
        context.Response.StatusCode = status;
        if (location is not null)
            context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });

    public Resource Status(string target, int status) => Add(target, null, (context, _) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"Status {status.ToString(CultureInfo.InvariantCulture)}");
    });

    /// <summary>Answers as it likes.</summary>
    public Resource Answer(string target, Answer answer) => Add(target, null, answer);

    public void Robots(string text) => Text(RobotsTxt, text);

    public void Remove(string target) => _resources.TryRemove(target, out _);

    /// <summary>Forgets the requests so far.</summary>
    public void ForgetLog() => _log.Clear();

    public static string Links(params string[] targets) =>
        $"<ul>{string.Concat(targets.Select(target => $"<li><a href=\"{WebUtility.HtmlEncode(target)}\">There</a></li>"))}</ul>";

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private Resource Add(string target, string? etag, Answer answer) =>
        _resources[target] = new Resource(new Uri(Address, target), answer) { ETag = etag };

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var headers = context.Request.Headers;
        var request = new Request(target, headers.IfNoneMatch.Count + headers.IfModifiedSince.Count > 0, headers.UserAgent.ToString());
        _log.Enqueue(request);
        var answer = _resources.TryGetValue(target, out var resource) ? resource.AnswerAsync(context)
            : Endless?.Invoke(target) is { } endless ? endless(context, 1)
            : NotFoundAsync(context);
        await answer;
        request.Status = context.Response.StatusCode;
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
