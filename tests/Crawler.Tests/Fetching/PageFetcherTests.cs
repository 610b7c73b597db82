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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_of_twenty_megabytes_is_refused_and_not_read_to_its_end(bool announced)
    {
        const int size = 20_000_000;
        var sent = 0L;
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{(announced ? $"Content-Length: {size}\r\n" : "")}\r\n");
            // What the sockets swallow unread is not the page's size, so without an announced end there is none.
            for (; sent < size || !announced; sent += 64_000)
                await connection.SendAsync(new byte[64_000]);
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(server.Url));
        Assert.Equal((PageFailureReason.TooLarge, false, 200), (failure.Reason, failure.Retryable, failure.HttpStatus!.Value));
        Assert.Equal($"The page is larger than {10 * 1024 * 1024} bytes.", failure.Message);
        Assert.True(sent < (announced ? 20_000_000 : 40_000_000));
    }

    [Fact]
    public async Task What_is_not_text_is_not_downloaded()
    {
        await using var site = await Site.StartAsync(async context =>
        {
            context.Response.ContentType = "video/mp4";
            context.Response.Headers.ETag = "\"v1\"";
            // Without an end: who read it would find it too large, or wait.
            while (true)
                await context.Response.Body.WriteAsync(new byte[64_000], context.RequestAborted);
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(site.Url));
        // With the ETag the next crawl need not even be told the type.
        Assert.Equal((PageFailureReason.ContentType, "\"v1\"", null), (failure.Reason, failure.ETag, failure.Bytes));
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
}
