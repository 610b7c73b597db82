using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Tests.Sites;
using Trawl.TestSupport;

namespace Trawl.Crawler.Tests.Fetching;

public sealed class PageFetcherTests
{
    [Fact]
    public async Task A_page_comes_with_what_is_needed_to_ask_for_it_again()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Headers.ETag = "W/\"v1\"";
            context.Response.Headers.LastModified = "Wed, 21 Oct 2015 07:28:00 GMT";
            context.Response.ContentType = "text/html; charset=windows-1251";
            return context.Response.WriteAsync("<p>hello");
        });
        using var fetcher = Fetchers.Create();
        using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync(site.Url));
        Assert.Equal((200, "W/\"v1\"", "Wed, 21 Oct 2015 07:28:00 GMT", "windows-1251"), (page.HttpStatus, page.ETag, page.LastModified, page.Charset));
        Assert.Equal("<p>hello", Encoding.UTF8.GetString(page.Body.Bytes.Span));
    }

    [Fact]
    public async Task A_site_learns_who_asks_and_nothing_else()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Cookies.Append("visit", "1");
            return context.Response.WriteAsync("<p>hello");
        });
        using var fetcher = Fetchers.Create(options => options.UserAgent = "Trawl/9 (+https://example.com/bot)");
        using (await fetcher.GetAsync(site.Url) as FetchedPage)
        using (await fetcher.GetAsync(site.Url) as FetchedPage)
        {
            var headers = site.Requests.Last().Headers;
            Assert.Equal("Trawl/9 (+https://example.com/bot)", headers["User-Agent"]);
            Assert.False(headers.ContainsKey("Cookie") || headers.ContainsKey("traceparent") || headers.ContainsKey("If-None-Match"));
        }
    }

    [Fact]
    public async Task A_stored_copy_is_asked_about_with_its_own_words()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"v1\"" && context.Request.Headers.IfModifiedSince == "yesterday" ? 304 : 200;
            return Task.CompletedTask;
        });
        using var fetcher = Fetchers.Create();
        var page = new PageToCrawl { PageId = 1, Url = site.Url, Depth = 0, ETag = "\"v1\"", LastModified = "yesterday" };
        Assert.Equal(304, Assert.IsType<FetchedPage>(await fetcher.FetchAsync(page, CancellationToken.None)).HttpStatus);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Compressed_pages_are_read_and_counted_as_they_came(string encoding)
    {
        var text = string.Concat(Enumerable.Repeat("All work and no play makes Jack a dull boy. ", 2000));
        var sent = 0L;
        await using var site = await Site.StartAsync(async context =>
        {
            Assert.Contains(encoding, context.Request.Headers.AcceptEncoding.ToString(), StringComparison.Ordinal);
            var bytes = Compress(encoding, text);
            sent = bytes.Length;
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(bytes);
        });
        using var fetcher = Fetchers.Create();
        using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync(site.Url));
        Assert.Equal(text, Encoding.UTF8.GetString(page.Body.Bytes.Span));
        Assert.Equal(sent, page.Body.Received);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Garbage_that_calls_itself_compressed_is_unreadable(string encoding)
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return context.Response.WriteAsync("<html>not compressed at all, whatever the header says</html>");
        });
        using var fetcher = Fetchers.Create();
        Assert.Equal(PageFailureReason.Unreadable, Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url)).Reason);
    }

    [Theory]
    [InlineData(404, PageFailureReason.HttpClientError, false)]
    [InlineData(410, PageFailureReason.HttpClientError, false)]
    [InlineData(401, PageFailureReason.HttpClientError, false)]
    [InlineData(408, PageFailureReason.HttpClientError, true)]
    [InlineData(429, PageFailureReason.RateLimited, true)]
    [InlineData(500, PageFailureReason.HttpServerError, true)]
    [InlineData(503, PageFailureReason.HttpServerError, true)]
    [InlineData(501, PageFailureReason.HttpServerError, false)]
    [InlineData(302, PageFailureReason.ConnectionFailed, false)]
    public async Task A_status_has_a_reason_and_says_whether_it_heals(int status, PageFailureReason reason, bool retryable)
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((reason, retryable, status), (failure.Reason, failure.Retryable, failure.HttpStatus!.Value));
    }

    [Theory]
    [InlineData("7", 7000)]
    [InlineData("Thu, 01 Jan 2026 00:00:30 GMT", 30_000)]
    [InlineData("Wed, 01 Jan 2020 00:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task Retry_After_is_passed_on_in_milliseconds(string header, int? expected)
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });
        using var fetcher = Fetchers.Create(time: new ManualTime());
        Assert.Equal(expected, Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url)).RetryAfterMs);
    }

    [Fact]
    public async Task A_redirect_is_reported_and_not_followed()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((PageFailureReason.Redirected, "/elsewhere"), (failure.Reason, failure.Location));
        Assert.Single(site.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_above_the_limit_is_refused_whether_announced_or_not(bool announced)
    {
        await using var site = await Site.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            if (announced)
                context.Response.ContentLength = 100_001;
            await context.Response.Body.WriteAsync(new byte[100_001], context.RequestAborted);
        });
        using var fetcher = Fetchers.Create(options => options.MaxBodyBytes = 100_000);
        Assert.Equal(PageFailureReason.TooLarge, Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url)).Reason);
    }

    [Fact]
    public async Task The_limit_holds_for_what_a_compressed_body_grows_to()
    {
        await using var site = await Site.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(Compress("gzip", new string('a', 5_000_000)), context.RequestAborted);
        });
        using var fetcher = Fetchers.Create(options => options.MaxBodyBytes = 1_000_000);
        Assert.Equal(PageFailureReason.TooLarge, Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url)).Reason);
    }

    [Fact]
    public async Task What_is_not_text_is_not_downloaded()
    {
        var sent = 0L;
        await using var site = await Site.StartAsync(async context =>
        {
            context.Response.ContentType = "video/mp4";
            for (; sent < 64_000_000; sent += 64_000)
                await context.Response.Body.WriteAsync(new byte[64_000], context.RequestAborted);
        });
        using var fetcher = Fetchers.Create();
        Assert.Equal(PageFailureReason.ContentType, Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url)).Reason);
        Assert.True(sent < 64_000_000);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_timeout()
    {
        await using var site = await Site.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var fetcher = Fetchers.Create(options => options.HeadersTimeout = TimeSpan.FromMilliseconds(200));
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((PageFailureReason.Timeout, true, null), (failure.Reason, failure.Retryable, failure.HttpStatus));
    }

    [Fact]
    public async Task A_body_that_never_ends_is_a_timeout()
    {
        await using var site = await Site.StartAsync(async context =>
        {
            await context.Response.WriteAsync("<p>beginning");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var fetcher = Fetchers.Create(options => options.BodyTimeout = TimeSpan.FromMilliseconds(200));
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((PageFailureReason.Timeout, 200), (failure.Reason, failure.HttpStatus!.Value));
    }

    [Fact]
    public async Task A_host_that_takes_no_connection_is_a_timeout()
    {
        // Its backlog is full: further connections hang.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var address = (IPEndPoint)listener.LocalEndPoint!;
        var fillers = Enumerable.Range(0, 4).Select(_ => new TcpClient()).ToArray();
        foreach (var filler in fillers)
            _ = filler.ConnectAsync(address);
        using var fetcher = Fetchers.Create(options => options.ConnectTimeout = TimeSpan.FromMilliseconds(300));
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync($"http://{address}/"));
        Assert.Equal((PageFailureReason.Timeout, true), (failure.Reason, failure.Retryable));
        Array.ForEach(fillers, filler => filler.Dispose());
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_an_unreachable_host()
    {
        var site = await Site.OfAsync();
        await site.DisposeAsync();
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((PageFailureReason.HostUnreachable, true), (failure.Reason, failure.Retryable));
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_a_failed_connection()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        Assert.Equal((PageFailureReason.ConnectionFailed, true), (failure.Reason, failure.Retryable));
    }

    [Fact]
    public async Task Whoever_cancels_hears_of_it_as_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        await using var site = await Site.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var fetcher = Fetchers.Create();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.GetAsync(site.Url, cancel.Token));
    }

    private static byte[] Compress(string encoding, string text)
    {
        using var result = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(result, CompressionLevel.Fastest),
            "br" => new BrotliStream(result, CompressionLevel.Fastest),
            _ => new ZLibStream(result, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return result.ToArray();
    }
}
