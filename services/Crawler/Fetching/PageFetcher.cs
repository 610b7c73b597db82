using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Web.Connecting;

namespace Trawl.Crawler.Fetching;

/// <summary>Fetches one URL, once: no redirect is followed, no cookie kept, nothing tried again.</summary>
internal sealed class PageFetcher : IDisposable
{
    private const string AnyType = "*/*";
    private const string PageTypes = "text/html,application/xhtml+xml,text/plain;q=0.8,text/markdown;q=0.8,*/*;q=0.1";

    private readonly CrawlerOptions options;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker http;

    public PageFetcher(GuardedConnector connector, IOptions<CrawlerOptions> options, TimeProvider time)
        : this(CrawlHandler.Create(connector, options.Value), options.Value, time)
    {
    }

    /// <summary>For tests whose servers have certificates that nobody else trusts.</summary>
    internal PageFetcher(HttpMessageHandler handler, CrawlerOptions options, TimeProvider time) =>
        (http, this.options, this.time) = (new HttpMessageInvoker(handler), options, time);

    private enum Wanted
    {
        Page,
        Text,
        Raw,
    }

    /// <summary>Fetches a page. Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public Task<FetchOutcome> FetchAsync(PageToCrawl page, CancellationToken cancellationToken) =>
        SendAsync(page.Url, page, Wanted.Page, options.MaxBodyBytes, cancellationToken);

    /// <summary>Fetches a text file, whatever its type: its first <paramref name="limit"/> bytes.</summary>
    public Task<FetchOutcome> FetchTextAsync(string url, int limit, CancellationToken cancellationToken) =>
        SendAsync(url, null, Wanted.Text, limit, cancellationToken);

    /// <summary>
    /// Fetches a file, whatever its type, as it comes: its first <see cref="CrawlerOptions.MaxBodyBytes"/>, still compressed if it
    /// is. Large sitemaps are small on the wire, and need never be in memory whole.
    /// </summary>
    public Task<FetchOutcome> FetchRawAsync(PageToCrawl page, CancellationToken cancellationToken) =>
        SendAsync(page.Url, page, Wanted.Raw, options.MaxBodyBytes, cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<FetchOutcome> SendAsync(string url, PageToCrawl? stored, Wanted wanted, int limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = time.GetTimestamp();
        deadline.CancelAfter(Shorter(options.HeadersTimeout, options.FetchTimeout));
        HttpResponseMessage? response = null;
        try
        {
            using var request = Request(url, stored, wanted);
            response = await http.SendAsync(request, deadline.Token);
            if (StatusFailure.Of(response, time.GetUtcNow()) is { } failure)
                return failure;
            if (wanted == Wanted.Page && response.StatusCode != HttpStatusCode.NotModified && Unwanted(response) is { } unwanted)
                return unwanted;
            deadline.CancelAfter(Shorter(options.BodyTimeout, options.FetchTimeout - time.GetElapsedTime(started)));
            return await ReadBodyAsync(response, wanted, limit, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchFailure(
                PageFailureReason.Timeout, response is null ? "The server did not answer in time." : "The page did not arrive in time.", (int?)response?.StatusCode, Retryable: true);
        }
        catch (Exception exception) when (TransportFault.Of(exception) is { } fault)
        {
            return response is null ? fault : fault with { HttpStatus = (int)response.StatusCode };
        }
        finally
        {
            response?.Dispose();
        }
    }

    private HttpRequestMessage Request(string url, PageToCrawl? stored, Wanted wanted)
    {
        // 2.0 "or lower": HTTP/2 where TLS offers it, 1.1 everywhere else.
        var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        headers.TryAddWithoutValidation("Accept", wanted == Wanted.Page ? PageTypes : AnyType);
        headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br, deflate");
        if (stored?.ETag is { } etag)
            headers.TryAddWithoutValidation("If-None-Match", etag);
        if (stored?.LastModified is { } lastModified)
            headers.TryAddWithoutValidation("If-Modified-Since", lastModified);
        return request;
    }

    // Its validators are kept: next time the server can say that there is still nothing for us before it sends any of it.
    private static FetchFailure? Unwanted(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is var type && MediaTypes.IsStored(type)
            ? null
            : new FetchFailure(PageFailureReason.ContentType, $"The page is of type {type}, which is not stored.", (int)response.StatusCode)
            {
                ETag = Header(response.Headers, "ETag"), LastModified = Header(response.Content.Headers, "Last-Modified"),
            };

    private static async Task<FetchOutcome> ReadBodyAsync(HttpResponseMessage response, Wanted wanted, int limit, CancellationToken cancellationToken)
    {
        var cut = wanted != Wanted.Page;
        var announced = response.Content.Headers.ContentLength;
        if (announced > limit && !cut)
            return TooLarge(limit, response);
        var encodings = Header(response.Content.Headers, "Content-Encoding");
        await using var wire = new CountingStream(await response.Content.ReadAsStreamAsync(cancellationToken));
        await using var stream = wanted == Wanted.Raw ? wire : ContentDecoding.Open(wire, encodings);
        // Compressed text is about a quarter of its size.
        var expected = (announced ?? 0) * (ReferenceEquals(stream, wire) ? 1 : 5);
        var body = await PageBody.ReadAsync(stream, wire, expected, limit, cut, cancellationToken);
        return body is null ? TooLarge(limit, response) : ToPage(response, body, wanted == Wanted.Raw ? encodings : null);
    }

    private static FetchFailure TooLarge(int limit, HttpResponseMessage response) =>
        new(PageFailureReason.TooLarge, $"The page is larger than {limit} bytes.", (int)response.StatusCode);

    private static FetchedPage ToPage(HttpResponseMessage response, PageBody body, string? encodings)
    {
        var content = response.Content.Headers;
        return new FetchedPage
        {
            HttpStatus = (int)response.StatusCode,
            Body = body,
            Encodings = encodings,
            MediaType = content.ContentType?.MediaType,
            Charset = content.ContentType?.CharSet,
            ETag = Header(response.Headers, "ETag"),
            LastModified = Header(content, "Last-Modified"),
            ContentLanguage = Header(content, "Content-Language"),
            LinkHeaders = Headers(response.Headers, "Link"),
            RobotsTags = Headers(response.Headers, "X-Robots-Tag"),
        };
    }

    private static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static IReadOnlyList<string> Headers(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? [.. values] : [];

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b > TimeSpan.Zero ? b : TimeSpan.Zero;
}
