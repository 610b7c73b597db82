using System.Net;
using System.Net.Sockets;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.Fetching;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

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
        await AssertTimesOutAsync($"http://{address}/", null, options => options.ConnectTimeout = Short);
        Array.ForEach(fillers, filler => filler.Dispose());
    }

    [Fact]
    public async Task A_server_that_never_answers_is_a_timeout()
    {
        await using var server = RawServer.Start(connection => Task.Delay(Timeout.Infinite, connection.Stopping));
        await AssertTimesOutAsync(server.Url, null, options => options.HeadersTimeout = Short);
    }

    [Fact]
    public async Task A_server_that_says_its_headers_letter_by_letter_is_a_timeout()
    {
        await using var server = RawServer.Start(connection => TrickleAsync(connection, "HTTP/1.1 200 OK\r\nX: "));
        await AssertTimesOutAsync(server.Url, null, options => options.HeadersTimeout = Short);
    }

    [Fact]
    public async Task A_body_that_stops_is_a_timeout()
    {
        await using var server = RawServer.Start(async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbeginning");
            await Task.Delay(Timeout.Infinite, connection.Stopping);
        });
        await AssertTimesOutAsync(server.Url, 200, options => options.BodyTimeout = Short);
    }

    [Fact]
    public async Task A_body_that_comes_letter_by_letter_is_a_timeout()
    {
        await using var server = RawServer.Start(connection => TrickleAsync(connection, "HTTP/1.1 200 OK\r\n\r\n"));
        await AssertTimesOutAsync(server.Url, 200, options => options.BodyTimeout = Short);
    }

    [Fact]
    public async Task The_whole_has_a_limit_of_its_own()
    {
        await using var server = RawServer.Start(connection => TrickleAsync(connection, "HTTP/1.1 200 OK\r\n\r\n"));
        await AssertTimesOutAsync(server.Url, 200, options => options.FetchTimeout = TimeSpan.FromSeconds(2)); // the headers come within it
    }

    [Fact]
    public async Task A_handshake_that_never_comes_to_an_end_is_a_timeout()
    {
        await using var server = RawServer.Start(connection => Task.Delay(Timeout.Infinite, connection.Stopping));
        await AssertTimesOutAsync(server.Url.Replace("http:", "https:", StringComparison.Ordinal), null, options => options.HeadersTimeout = Short);
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

    private static async Task TrickleAsync(RawConnection connection, string beginning)
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync(beginning);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(connection.Stopping))
            await connection.SendAsync("x");
    }

    private static async Task AssertTimesOutAsync(string url, int? status, Action<CrawlerOptions> configure)
    {
        using var fetcher = Fetchers.Create(configure);
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(url));
        Assert.Equal((PageFailureReason.Timeout, true, status), (failure.Reason, failure.Retryable, failure.HttpStatus));
    }
}
