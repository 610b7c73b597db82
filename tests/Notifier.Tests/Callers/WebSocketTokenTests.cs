using System.Net.WebSockets;
using System.Text.Json;
using Trawl.Notifier.Tests.Channels;

namespace Trawl.Notifier.Tests.Callers;

public sealed class WebSocketTokenTests
{
    [Theory]
    [InlineData("/ws", "")]
    [InlineData("/ws", "?userId=alice")]
    [InlineData("/ws", "?access_token=alice")]
    [InlineData("/api/knowledge/ws", "?userId=alice")]
    [InlineData("/ws/progress/0198c0de-0000-7000-8000-000000000000", "?userId=alice")]
    public async Task Nobody_comes_in_without_a_token(string path, string query)
    {
        await using var host = await TokenHost.StartAsync();

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => host.App.ConnectAsync(query, path: path));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_may_be_in_the_header_or_in_the_query_and_says_when_it_ends()
    {
        await using var host = await TokenHost.StartAsync();
        using var byQuery = await host.App.ConnectAsync($"?access_token={host.Token("alice")}&channel={host.App.Job}&userId=bob");
        using var byHeader = await host.App.ConnectAsync("", options => options.SetRequestHeader("Authorization", $"Bearer {host.Token("alice")}"));

        var connected = (await byQuery.ReceiveAsync())!.Value;
        Assert.Equal(host.Time.GetUtcNow().AddSeconds(60), connected.GetProperty("expiresAt").GetDateTimeOffset());
        await byQuery.UntilAsync("subscribed");
        await byHeader.ReceiveAsync();
        await byHeader.SendAsync(new { action = "subscribe", channel = "user:bob" });
        Assert.Equal("not_found", (await byHeader.ReceiveAsync())!.Value.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_token_is_renewed_on_the_open_socket()
    {
        await using var host = await TokenHost.StartAsync();
        using var client = await host.App.ConnectAsync($"?access_token={host.Token("alice")}&channel={host.App.Job}");
        await client.UntilAsync("subscribed");
        await client.SendAsync(new { action = "authenticate", token = host.Token("alice", seconds: 3600) });
        var authenticated = (await client.ReceiveAsync())!.Value;
        Assert.Equal(("authenticated", "alice"), (TestClient.Type(authenticated), authenticated.GetProperty("userId").GetString()));
        Assert.Equal(host.Time.GetUtcNow().AddHours(1), authenticated.GetProperty("expiresAt").GetDateTimeOffset());

        host.Pass(seconds: 120);
        await host.App.SayAsync(1);
        Assert.Equal("stage", TestClient.Type((await client.ReceiveAsync())!.Value));
    }

    [Fact]
    public async Task An_expired_socket_hears_nothing_but_that_it_must_authenticate_and_is_closed_by_1008()
    {
        await using var host = await TokenHost.StartAsync();
        using var client = await host.App.ConnectAsync($"?access_token={host.Token("alice")}&channel={host.App.Job}");
        await client.UntilAsync("subscribed");
        host.Pass(seconds: 61);
        await host.App.SayAsync(1);

        Assert.Equal("token_expired", (await client.UntilAsync("unsubscribed"))[^1].GetProperty("reason").GetString());
        foreach (var asked in new[] { """{"action":"subscribe","channel":"user:alice"}""", """{"type":"ping"}""", """{"action":"dance"}""" })
        {
            await client.SendAsync(asked);
            Assert.Equal("unauthorized", Code(await client.ReceiveAsync()));
        }

        await client.SendAsync(new { action = "authenticate", token = host.Token("bob") });
        Assert.Equal("not_allowed", Code(await client.ReceiveAsync()));
        await client.SendAsync(new { action = "authenticate", token = "none" });
        Assert.Equal("invalid_token", Code(await client.ReceiveAsync()));
        await client.SendAsync(new { action = "authenticate" });
        Assert.Equal("invalid_message", Code(await client.ReceiveAsync()));

        host.Pass(seconds: 31);
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "token_expired"), (client.Socket.CloseStatus, client.Socket.CloseStatusDescription));
    }

    [Fact]
    public async Task Where_callers_are_believed_there_is_nothing_to_renew_and_it_is_said_so()
    {
        await using var app = await Transports.NotifierApp.StartAsync();
        using var client = await app.ConnectAsync("?userId=alice");
        Assert.False((await client.ReceiveAsync())!.Value.TryGetProperty("expiresAt", out _));

        await client.SendAsync(new { action = "authenticate", token = "whatever" });
        Assert.Equal("""{"type":"authenticated","userId":"alice"}""", (await client.ReceiveAsync())!.Value.GetRawText());
    }

    private static string? Code(JsonElement? message) => message!.Value.GetProperty("code").GetString();
}
