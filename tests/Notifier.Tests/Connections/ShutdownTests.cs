using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Connections;

public sealed class ShutdownTests
{
    [Fact]
    [Trait("Seed", "S1.29")]
    public async Task Everybody_is_told_when_to_come_back_and_then_closed()
    {
        await using var app = await NotifierApp.StartAsync();
        var sockets = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => app.ConnectAsync($"?userId=alice&channel={app.Job}")));
        await Task.WhenAll(sockets.Select(socket => socket.UntilAsync("subscribed")));

        var stopping = app.StopAsync();
        var delays = await Task.WhenAll(sockets.Select(EndAsync));
        await stopping;

        Assert.All(delays, delay => Assert.InRange(delay, 0, 5000));
        Assert.InRange(delays.Distinct().Count(), 30, 60); // not all at once
    }

    [Fact]
    [Trait("Seed", "S1.29")]
    public async Task A_stream_gets_its_own_delay_and_ends()
    {
        await using var app = await NotifierApp.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        await stream.UntilAsync("subscribed");

        var stopping = app.StopAsync();
        var last = await stream.ToEndAsync();
        await stopping;

        Assert.Equal("closing", last.Single().Type);
        Assert.Equal("server_shutdown", last[0].Data.GetProperty("reason").GetString());
        Assert.Equal(last[0].Data.GetProperty("reconnectInMs").GetInt32(), stream.RetryMs);
        Assert.Equal("0", stream.LastEventId);
    }

    [Fact]
    [Trait("Seed", "S1.29")]
    public async Task A_SignalR_client_is_told_and_allowed_to_reconnect_by_every_close_message_it_may_read()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await app.ConnectAsync(path: "/hubs/jobs");
        await client.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
        await client.ReceiveTextAsync();
        // SignalR answers the handshake before it says that there is a connection.
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 1, TimeSpan.FromMinutes(1));

        var stopping = app.StopAsync();
        var all = new StringBuilder();
        while (await client.ReceiveTextAsync() is { } text)
            all.Append(text);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await stopping;

        var messages = all.ToString().Split('\u001e', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement).ToArray();
        var closing = messages.Single(m => m.TryGetProperty("target", out var target) && target.GetString() == "closing").GetProperty("arguments")[0];
        Assert.Equal("server_shutdown", closing.GetProperty("reason").GetString());
        Assert.InRange(closing.GetProperty("reconnectInMs").GetInt32(), 0, 5000);
        var closes = messages.Where(m => m.GetProperty("type").GetInt32() == 7).ToArray();
        Assert.NotEmpty(closes);
        Assert.All(closes, close => Assert.True(close.GetProperty("allowReconnect").GetBoolean()));
    }

    [Theory]
    [InlineData("GET", "/events?userId=alice&channel=system")]
    [InlineData("GET", "/ws?userId=alice")]
    [InlineData("GET", "/api/knowledge/ws?userId=alice")]
    [InlineData("POST", "/hubs/jobs/negotiate?negotiateVersion=1&userId=alice")]
    public async Task Who_comes_while_it_stops_is_sent_away_for_a_moment(string method, string path)
    {
        await using var app = await NotifierApp.StartAsync();
        using var lingering = await app.ConnectAsync(); // never answers the good-bye
        await lingering.ReceiveAsync();
        using var http = new HttpClient { BaseAddress = app.Address };

        var stopping = app.StopAsync();
        await lingering.UntilAsync("closing");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await http.SendAsync(request);
        lingering.Socket.Abort();
        await stopping;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
    }

    [Fact]
    public async Task A_browser_that_comes_while_it_stops_is_told_to_come_again()
    {
        await using var app = await NotifierApp.StartAsync();
        using var lingering = await app.ConnectAsync(); // never answers the good-bye
        await lingering.ReceiveAsync();

        var stopping = app.StopAsync();
        await lingering.UntilAsync("closing");
        await using var stream = await EventStreamClient.OpenAsync(
            app, "?userId=alice&channel=system", request => request.Headers.Accept.ParseAdd("text/event-stream"));
        var next = await stream.NextAsync();
        lingering.Socket.Abort();
        await stopping;

        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Null(next);
        Assert.InRange(stream.RetryMs!.Value, 1000, 5000);
    }

    [Fact]
    public async Task What_waits_for_a_client_is_sent_before_it_is_closed()
    {
        var core = new CoreFixture();
        var client = core.Client();
        await client.JoinAsync(core.Job);
        client.StopReading();
        core.Say(50);

        client.Close(CloseReason.ServerShutdown, discard: false);
        client.ReadOn();
        var received = await client.UntilAsync(c => c.Received.Any(e => TestClient.Type(e) == "closed"));

        Assert.Equal(SubscribingTests.Numbers(1, 50), client.Seqs);
        Assert.Equal("closed", TestClient.Type(received[^1]));
    }

    private static async Task<int> EndAsync(SocketClient client)
    {
        var closing = (await client.UntilAsync("closing"))[^1];
        while (await client.ReceiveAsync() is not null)
        {
        }

        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal("server_shutdown", closing.GetProperty("reason").GetString());
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "server_shutdown"), (client.Socket.CloseStatus, client.Socket.CloseStatusDescription));
        return closing.GetProperty("reconnectInMs").GetInt32();
    }
}
