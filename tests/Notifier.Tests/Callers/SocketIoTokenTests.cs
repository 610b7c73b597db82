using Trawl.Notifier.Tests.Transports.SocketIo;

namespace Trawl.Notifier.Tests.Callers;

public sealed class SocketIoTokenTests
{
    [Theory]
    [InlineData("40", "unauthorized")]
    [InlineData("40{\"userId\":\"alice\"}", "unauthorized")]
    [InlineData("40{\"token\":\"alice\"}", "invalid_token")]
    [InlineData("40{\"token\":\"\"}", "invalid_token")]
    public async Task Who_does_not_prove_who_it_is_is_told_why_and_may_try_again(string connect, string code)
    {
        await using var host = await TokenHost.StartAsync();
        using var client = await SocketIoClient.OpenAsync(host.App, query: "userId=alice");

        await client.SendAsync(connect);
        Assert.Contains($"\"data\":{{\"code\":\"{code}\"}}", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync($"40{{\"token\":\"{host.Token("alice")}\"}}");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_token_may_come_with_connect_or_with_the_request(bool polls)
    {
        await using var host = await TokenHost.StartAsync();
        using var byConnect = await SocketIoClient.ConnectAsync(host.App, polls, "userId=bob", $"{{\"token\":\"{host.Token("alice")}\"}}");
        using var byQuery = await SocketIoClient.ConnectAsync(host.App, polls, $"access_token={host.Token("alice")}");
        foreach (var client in new[] { byConnect, byQuery })
        {
            await client.EmitAsync("subscribe", host.App.Job[4..]);
            await client.UntilAsync("subscribed");
            await client.EmitAsync("client:join", "bob");
            Assert.Equal("not_found", (await client.UntilAsync("error"))[^1].Argument.GetProperty("code").GetString());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_is_renewed_on_the_line_and_a_session_outlives_the_one_it_began_with(bool polls)
    {
        await using var host = await TokenHost.StartAsync(("Notifier:SocketIo:PingInterval", "01:00:00"));
        using var client = await SocketIoClient.ConnectAsync(host.App, polls, $"access_token={host.Token("alice")}");
        await client.EmitAsync("subscribe", host.App.Job[4..]);
        await client.UntilAsync("job:progress");

        await client.SendAsync($"427[\"authenticate\",{{\"token\":\"{host.Token("alice", seconds: 600)}\"}}]");
        var authenticated = (await client.UntilAsync("authenticated"))[^1].Argument;
        Assert.Equal(host.Time.GetUtcNow().AddSeconds(600), authenticated.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.StartsWith("437[{\"ok\":true,\"userId\":\"alice\",\"expiresAt\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        host.Pass(seconds: 120);
        await host.App.SayAsync(1);
        await client.UntilAsync("stage");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expired_client_is_told_nothing_more_and_closed(bool polls)
    {
        await using var host = await TokenHost.StartAsync(("Notifier:SocketIo:PingInterval", "01:00:00"));
        using var client = await SocketIoClient.ConnectAsync(host.App, polls, auth: $"{{\"token\":\"{host.Token("alice")}\"}}");
        await client.EmitAsync("subscribe", host.App.Job[4..]);
        await client.UntilAsync("job:progress");
        host.Pass(seconds: 61);
        await host.App.SayAsync(1);

        Assert.Equal("token_expired", (await client.UntilAsync("unsubscribed"))[^1].Argument.GetProperty("reason").GetString());
        await client.SendAsync("427[\"subscribe\",{\"userId\":\"alice\"}]");
        Assert.Equal("unauthorized", (await client.NextAsync()).Argument.GetProperty("code").GetString());
        Assert.StartsWith("437[{\"ok\":false,", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync($"42[\"authenticate\",\"{host.Token("bob")}\"]");
        Assert.Equal("not_allowed", (await client.NextAsync()).Argument.GetProperty("code").GetString());
        host.Pass(seconds: 31);
        Assert.Equal("token_expired", (await client.UntilAsync("error"))[^1].Argument.GetProperty("code").GetString());
        Assert.Null(await client.ReceiveAsync());
    }
}
