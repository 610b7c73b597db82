using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.Fetching;

/// <summary>Fetches one URL, once: no redirect is followed, no cookie kept, nothing tried again.</summary>
internal sealed class PageFetcher : IDisposable
{
    private readonly CrawlerOptions options;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker http;

    public PageFetcher(GuardedConnector connector, IOptions<CrawlerOptions> options, TimeProvider time)
    {
        this.options = options.Value;
        this.time = time;
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            // The callback has the connect time-out, and says so; this one also holds for the TLS handshake.
            ConnectTimeout = this.options.ConnectTimeout + TimeSpan.FromSeconds(1),
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would connect for us, past the guard.
            UseProxy = false,
            // Compression is undone here, where the bytes of the wire can still be counted.
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = this.options.Slots,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            // Names move: after this the resolver is asked again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(500),
            // Our trace ids are none of the site's business.
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Fetches a page. Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task<FetchOutcome> FetchAsync(PageToCrawl page, CancellationToken cancellationToken) =>
        await SendAsync(page.Url, page.ETag, page.LastModified, ReadPageAsync, cancellationToken);

    /// <summary>Fetches a text file, whatever its type: its first <paramref name="limit"/> bytes.</summary>
    public async Task<FetchOutcome> FetchTextAsync(string url, int limit, CancellationToken cancellationToken) =>
        await SendAsync(url, null, null, (response, token) => ReadBodyAsync(response, limit, cut: true, token), cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<FetchOutcome> SendAsync(
        string url, string? etag, string? lastModified, Func<HttpResponseMessage, CancellationToken, Task<FetchOutcome>> read, CancellationToken cancellationToken)
    {
        using var request = Request(url, etag, lastModified);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = time.GetTimestamp();
        deadline.CancelAfter(Shorter(options.HeadersTimeout, options.FetchTimeout));
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, deadline.Token);
            if (StatusFailure(response) is { } failure)
                return failure;
            deadline.CancelAfter(Shorter(options.BodyTimeout, options.FetchTimeout - time.GetElapsedTime(started)));
            return await read(response, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchFailure(
                PageFailureReason.Timeout, response is null ? "The server did not answer in time." : "The page did not arrive in time.", (int?)response?.StatusCode, Retryable: true);
        }
        catch (Exception exception) when (TransportFault.Of(exception) is { } fault)
        {
            return fault;
        }
        finally
        {
            response?.Dispose();
        }
    }

    private HttpRequestMessage Request(string url, string? etag, string? lastModified)
    {
        // 2.0 "or lower": HTTP/2 where TLS offers it, 1.1 everywhere else.
        var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,text/plain;q=0.8,text/markdown;q=0.8,*/*;q=0.1");
        headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br, deflate");
        if (etag is not null)
            headers.TryAddWithoutValidation("If-None-Match", etag);
        if (lastModified is not null)
            headers.TryAddWithoutValidation("If-Modified-Since", lastModified);
        return request;
    }

    private FetchFailure? StatusFailure(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300 or 304)
            return null;
        var message = $"The server answered {status}.";
        var wait = RetryAfter.Of(response.Headers.RetryAfter, time.GetUtcNow());
        return status switch
        {
            < 400 when Header(response.Headers, "Location") is { Length: > 0 } location =>
                new FetchFailure(PageFailureReason.Redirected, $"The server answered {status}.", status) { Location = location },
            < 400 => new FetchFailure(PageFailureReason.ConnectionFailed, $"The server answered {status} and not where to go.", status),
            429 => new FetchFailure(PageFailureReason.RateLimited, message, status, Retryable: true) { RetryAfterMs = wait },
            408 or 425 => new FetchFailure(PageFailureReason.HttpClientError, message, status, Retryable: true) { RetryAfterMs = wait },
            < 500 => new FetchFailure(PageFailureReason.HttpClientError, message, status),
            501 or 505 => new FetchFailure(PageFailureReason.HttpServerError, message, status),
            _ => new FetchFailure(PageFailureReason.HttpServerError, message, status, Retryable: true) { RetryAfterMs = wait },
        };
    }

    private async Task<FetchOutcome> ReadPageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode != HttpStatusCode.NotModified && !MediaTypes.IsStored(type))
            return new FetchFailure(PageFailureReason.ContentType, $"The page is of type {type}, which is not stored.", (int)response.StatusCode);
        return await ReadBodyAsync(response, options.MaxBodyBytes, cut: false, cancellationToken);
    }

    private static async Task<FetchOutcome> ReadBodyAsync(HttpResponseMessage response, int limit, bool cut, CancellationToken cancellationToken)
    {
        var content = response.Content.Headers;
        var announced = content.ContentLength;
        if (announced > limit && !cut)
            return TooLarge(limit, response);
        await using var wire = new CountingStream(await response.Content.ReadAsStreamAsync(cancellationToken));
        await using var stream = Decompress(wire, content.ContentEncoding);
        // Compressed text is about a quarter of its size.
        var expected = (int)(ReferenceEquals(stream, wire) ? Math.Min(limit, announced ?? 0) : Math.Min(limit, (announced ?? 0) * 5));
        var body = await PageBody.ReadAsync(stream, wire, expected, limit, cut, cancellationToken);
        return body is null ? TooLarge(limit, response) : ToPage(response, body);
    }

    private static FetchFailure TooLarge(int limit, HttpResponseMessage response) =>
        new(PageFailureReason.TooLarge, $"The page is larger than {limit} bytes.", (int)response.StatusCode);

    private static FetchedPage ToPage(HttpResponseMessage response, PageBody body)
    {
        var content = response.Content.Headers;
        return new FetchedPage
        {
            HttpStatus = (int)response.StatusCode,
            Body = body,
            MediaType = content.ContentType?.MediaType,
            Charset = content.ContentType?.CharSet,
            ETag = Header(response.Headers, "ETag"),
            LastModified = Header(content, "Last-Modified"),
            ContentLanguage = Header(content, "Content-Language"),
            RobotsTags = response.Headers.NonValidated.TryGetValues("X-Robots-Tag", out var tags) ? [.. tags] : [],
        };
    }

    private static Stream Decompress(Stream wire, ICollection<string> encodings) => encodings.FirstOrDefault()?.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(wire, CompressionMode.Decompress),
        "br" => new BrotliStream(wire, CompressionMode.Decompress),
        "deflate" => new ZLibStream(wire, CompressionMode.Decompress),
        _ => wire,
    };

    private static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b > TimeSpan.Zero ? b : TimeSpan.Zero;
}
