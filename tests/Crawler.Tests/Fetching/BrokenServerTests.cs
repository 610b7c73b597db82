using System.Text;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.Fetching;

public sealed class BrokenServerTests
{
    private const PageFailureReason Broken = PageFailureReason.ConnectionFailed;

    [Theory]
    [InlineData("closes at once", "", Broken, true)]
    [InlineData("ends in the middle of the headers", "HTTP/1.1 200 OK\r\nContent-Ty", Broken, true)]
    [InlineData("sends less than it announced", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", Broken, true)]
    [InlineData("ends between two chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Broken, true)]
    [InlineData("sends a chunk of nonsense size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n", Broken, true)]
    [InlineData("speaks something else", "SSH-2.0-OpenSSH_9.2p1\r\n", Broken, true)]
    [InlineData("has a status of five digits", "HTTP/1.1 20000 Fine\r\n\r\n", Broken, true)]
    [InlineData("makes up a status", "HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n", PageFailureReason.HttpServerError, true)]
    [InlineData("upgrades unasked", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", Broken, false)]
    [InlineData("has no content", "HTTP/1.1 204 No Content\r\n\r\n", PageFailureReason.ContentType, false)]
    [InlineData("wants the form emptied", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", PageFailureReason.ContentType, false)]
    [InlineData("sends a part", "HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nhello", Broken, false)]
    [InlineData("lets choose", "HTTP/1.1 300 Multiple Choices\r\nContent-Length: 0\r\n\r\n", Broken, false)]
    [InlineData("leads nowhere", "HTTP/1.1 302 Found\r\nLocation:  \r\nContent-Length: 0\r\n\r\n", Broken, false)]
    public async Task A_server_that_does_not_keep_to_HTTP_costs_its_page_and_nothing_else(string deed, string answer, PageFailureReason reason, bool retryable)
    {
        Assert.NotEmpty(deed);
        await using var server = RawServer.Answering(Encoding.Latin1.GetBytes(answer));
        using var fetcher = Fetchers.Create(options => options.BodyTimeout = TimeSpan.FromSeconds(5));
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(server.Url));
        Assert.Equal((reason, retryable), (failure.Reason, failure.Retryable));
    }

    [Theory]
    [InlineData("one of a megabyte", 1, 1_000_000)]
    [InlineData("ten thousand", 10_000, 20)]
    public async Task Headers_without_measure_are_refused_for_good(string deed, int count, int size)
    {
        Assert.NotEmpty(deed);
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\n");
            for (var i = 0; i < count; i++)
                await connection.SendAsync($"X-{i}: {new string('x', size)}\r\n");
            await connection.SendAsync("\r\n");
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(server.Url));
        Assert.Equal((Broken, false), (failure.Reason, failure.Retryable));
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhello")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200\r\nConnection: close\r\n\r\nhello")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and much that is not of it")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: nonsense;;=\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 299 Odd\r\nSet-Cookie: \u0001\u00ff\r\nContent-Length: 5\r\n\r\nhello")]
    public async Task An_old_or_odd_server_is_read_as_far_as_it_can_be(string answer)
    {
        await using var server = RawServer.Answering(Encoding.Latin1.GetBytes(answer));
        using var fetcher = Fetchers.Create();
        using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync(server.Url));
        Assert.Equal("hello", Encoding.UTF8.GetString(page.Body.Bytes.Span));
    }

    [Fact]
    public async Task A_connection_that_is_reset_in_the_body_may_hold_next_time()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbeginning");
            connection.Reset();
        });
        using var fetcher = Fetchers.Create();
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(server.Url));
        Assert.Equal((Broken, true), (failure.Reason, failure.Retryable));
    }

    [Fact]
    public async Task A_connection_that_the_server_closed_in_between_costs_no_page()
    {
        await using var server = RawServer.Start(async connection =>
        {
            // Says that it keeps the connection, and closes it when the next request is on its way.
            if (await connection.ReadRequestAsync() is null)
                return;
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            await connection.ReadRequestAsync();
        });
        using var fetcher = Fetchers.Create();
        for (var i = 0; i < 5; i++)
        {
            using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync(server.Url));
            Assert.Equal(200, page.HttpStatus);
        }

        Assert.Equal(5, server.Connections);
    }

    [Theory]
    [InlineData("/caf\u00c3\u00a9", "/café")]
    [InlineData("/plain", "/plain")]
    [InlineData("http://[", "http://[")]
    public async Task Where_a_redirect_leads_is_read_as_it_was_meant(string header, string location)
    {
        await using var server = RawServer.Answering(Encoding.Latin1.GetBytes($"HTTP/1.1 301 Moved\r\nLocation: {header}\r\nContent-Length: 0\r\n\r\n"));
        using var fetcher = Fetchers.Create();
        Assert.Equal(location, Assert.IsType<FetchFailure>(await fetcher.GetAsync(server.Url)).Location);
    }
}
