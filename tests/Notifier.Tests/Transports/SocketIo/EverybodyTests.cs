using Microsoft.Extensions.DependencyInjection;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.SocketIo;

/// <summary>What is said to everybody, for clients that have no name for its channel.</summary>
[Trait("Seed", "S1.3")]
[Trait("Seed", "S1.13")]
public sealed class EverybodyTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Who_has_joined_hears_it_until_it_leaves()
    {
        await using var app = await NotifierApp.StartAsync();
        app.Log.Create("system");
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("client:join", new { userId = "alice" });
        await HearingAsync(app);

        await SayAsync(app);
        var heard = await client.UntilAsync("notification");
        await client.EmitAsync("unsubscribe", new { userId = "alice" });
        await client.UntilAsync("unsubscribed");
        using var other = await SocketIoClient.ConnectAsync(app);
        await other.EmitAsync("subscribe", new { channel = "system" });
        await other.UntilAsync("subscribed");
        await SayAsync(app);
        await other.UntilAsync("notification");
        await client.SendAsync("428[\"ping\"]");

        Assert.Equal("user:alice", heard.Single(e => e.Name == "subscribed").Argument.GetProperty("channel").GetString());
        Assert.Equal("system", heard[^1].Argument.GetProperty("channel").GetString());
        Assert.Equal("438[{\"ok\":true}]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Who_has_asked_for_it_by_its_name_keeps_it()
    {
        await using var app = await NotifierApp.StartAsync();
        app.Log.Create("system");
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("client:join", "alice");
        await HearingAsync(app);
        await client.EmitAsync("subscribe", new { channel = "system" });
        await client.UntilAsync("subscribed", e => e.Argument.GetProperty("channel").GetString() == "system");
        await client.EmitAsync("unsubscribe", new { userId = "alice" });
        await client.UntilAsync("unsubscribed");

        await SayAsync(app);

        await client.UntilAsync("notification");
    }

    private static Task HearingAsync(NotifierApp app) => Eventually.TrueAsync(
        () => app.Services.GetRequiredService<ConnectionRegistry>().All.Any(connection => connection.IsSubscribed("system")), Deadline);

    private static Task SayAsync(NotifierApp app) => app.Services.GetRequiredService<IEventPublisher>().PublishConfirmedAsync(
        [new EventMessage("system", FakeLog.Bytes(app.Log.Append("system", EventTypes.Notification)))], CancellationToken.None);
}
