using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo;
using Trawl.TestSupport;
using static Trawl.Notifier.Tests.Transports.SocketIo.SocketIoTests;

namespace Trawl.Notifier.Tests.Transports.SocketIo;

/// <summary>Who goes, and who is sent away.</summary>
public sealed class LeavingTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_namespace_that_was_left_may_be_joined_again_and_nothing_is_left_of_before()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", Id(app));
        await client.UntilAsync("job:progress");

        await client.SendAsync("41");
        await client.SendAsync("40");
        var answer = await client.ReceiveAsync();
        Assert.Equal("connected", (await client.NextAsync()).Name);
        await app.SayAsync(1);
        await client.EmitAsync("ping", id: 1);

        Assert.StartsWith("40{\"sid\":", answer, StringComparison.Ordinal);
        Assert.NotEqual(client.Welcome.GetRawText(), answer![2..]);
        Assert.Equal("431[{\"ok\":true}]", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Seed", "S1.29")]
    public async Task Shutdown_says_so_and_does_not_keep_clients_away(bool polls)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app, polls);

        var stopping = app.StopAsync();
        var told = await client.NextAsync();
        Assert.Null(await client.ReceiveAsync());
        if (client.Engine.Socket is { } socket)
            await socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await stopping;

        Assert.Equal(("notification", "warning", "Server is shutting down"), (told.Name, Text(told, "type"), Text(told, "message")));
    }

    // socket.io-client takes a session's end at once, and what came before it in the same body after that: to it, nobody is there.
    [Fact]
    [Trait("Seed", "S1.29")]
    public async Task A_poll_that_comes_late_is_told_of_the_shutdown_before_the_session_ends()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app, polls: true);
        var connection = Registry(app).All.Single();

        connection.Announce(CloseReason.ServerShutdown, TimeSpan.Zero);
        connection.Close(CloseReason.ServerShutdown, discard: false);
        var (_, told) = await client.Engine.PollAsync();
        var (_, end) = await client.Engine.PollAsync();

        Assert.StartsWith("42[\"notification\",", told, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001e', told);
        Assert.Equal("1", end);
        await Eventually.TrueAsync(() => Registry(app).Count == 0 && Sessions(app) == 0, Deadline);
    }

    [Fact]
    [Trait("Seed", "S1.31")]
    public async Task A_client_that_goes_leaves_nothing_behind()
    {
        await using var app = await NotifierApp.StartAsync();
        using (var client = await SocketIoClient.ConnectAsync(app))
        {
            await client.EmitAsync("subscribe", Id(app));
            await client.UntilAsync("job:progress");
            await client.SendAsync("41");
            await client.EmitAsync("ping"); // not joined any more: closed
            Assert.Null(await client.ReceiveAsync());
        }

        await Eventually.TrueAsync(() => Registry(app).Count == 0 && Sessions(app) == 0, Deadline);
        Assert.Equal(0, app.Services.GetRequiredService<LostConnections>().Count);
    }
}
