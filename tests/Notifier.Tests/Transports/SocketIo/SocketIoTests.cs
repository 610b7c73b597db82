using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.Notifier.Transports.SocketIo;
using Trawl.ServiceDefaults.Events;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.SocketIo;

public sealed class SocketIoTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Seed", "S2.9")]
    [Trait("Seed", "S2.11")]
    [Trait("Seed", "S2.12")]
    [Trait("Seed", "S2.42")]
    public async Task A_client_subscribes_is_told_how_things_stand_and_what_happens_and_is_let_go_at_the_end(bool polls)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(3);
        using var client = await SocketIoClient.ConnectAsync(app, polls);

        await client.EmitAsync("subscribe", Id(app));
        var first = await client.UntilAsync("job:progress");
        await app.SayAsync(2);
        await app.SayAsync(1, EventTypes.Completed);
        var rest = await client.UntilAsync("unsubscribed");

        Assert.Equal(["subscribed", "progress", "job:progress"], first.Select(e => e.Name));
        Assert.Equal((Id(app), Id(app)), (Text(first[0], "sessionId"), Text(first[0], "jobId")));
        Assert.Equal((3L, true), (first[0].Seq, first[0].Argument.GetProperty("recovered").GetBoolean()));
        Assert.Equal(["stage", "stage", "progress", "completed", "job:completed", "unsubscribed"], rest.Select(e => e.Name));
        Assert.Equal([4, 5, 6, 6, 6, null], rest.Select(e => e.Seq));
        Assert.Equal("ended", Text(rest[^1], "reason"));
        Assert.All(rest, e => Assert.Null(e.Offset));
    }

    [Fact]
    [Trait("Seed", "S2.40")]
    public async Task Who_subscribes_while_the_Api_is_away_is_subscribed_when_it_is_back()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:HistoryPatience", "00:00:02"), ("Notifier:HistoryTimeout", "00:00:01"));
        using var client = await SocketIoClient.ConnectAsync(app, polls: false);
        app.ApiAway = true;

        await client.EmitAsync("subscribe", Id(app));
        var refused = await client.UntilAsync("error");
        app.ApiAway = false;
        var told = await client.UntilAsync("job:progress");

        Assert.Equal("unavailable", Text(refused[^1], "code"));
        Assert.Equal(["subscribed", "progress", "job:progress"], told.Select(e => e.Name));
        Assert.Equal(JsonValueKind.String, told[1].Argument.GetProperty("message").ValueKind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Seed", "S2.45")]
    public async Task Who_names_a_position_gets_the_log_from_there_and_each_event_once(bool polls)
    {
        await using var app = await NotifierApp.StartAsync();
        await app.SayAsync(4);
        await app.SayAsync(1, EventTypes.Completed);
        using var client = await SocketIoClient.ConnectAsync(app, polls);

        await client.EmitAsync("subscribe", new { jobId = Id(app), after = 2 });
        var told = await client.UntilAsync("job:completed");

        Assert.Equal(["subscribed", "progress", "job:progress", "stage", "stage", "progress", "completed", "job:completed"], told.Select(e => e.Name));
        Assert.Equal([3, 4, 5, 5, 5], told.Skip(3).Select(e => e.Seq!.Value));
    }

    [Fact]
    [Trait("Seed", "S2.10")]
    [Trait("Seed", "S2.13")]
    public async Task Who_unsubscribes_is_told_so_even_twice_and_hears_nothing_more()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", Id(app));
        await client.UntilAsync("job:progress");

        await client.EmitAsync("unsubscribe", Id(app));
        var unsubscribed = await client.NextAsync();
        await app.SayAsync(3);
        await client.EmitAsync("unsubscribe", new { jobId = Id(app) });

        Assert.Equal(("unsubscribed", Id(app), Id(app)), (unsubscribed.Name, Text(unsubscribed, "sessionId"), Text(unsubscribed, "jobId")));
        Assert.Equal("unsubscribed", (await client.NextAsync()).Name);
    }

    [Fact]
    public async Task An_acknowledgement_is_given_to_who_asks_for_it()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", Id(app), id: 0);
        await client.UntilAsync("job:progress");

        var ack = await client.ReceiveAsync();

        Assert.StartsWith($"430[{{\"ok\":true,\"sessionId\":\"{Id(app)}\"", ack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "\"user_1\"")]
    [InlineData("", "{\"userId\":\"user_1\"}")]
    [InlineData("{\"userId\":\"user_1\"}", "{\"userId\":\"user_1\"}")]
    [Trait("Seed", "S1.4")]
    [Trait("Seed", "S1.13")]
    public async Task A_user_joins_by_name_and_gets_its_notifications(string auth, string argument)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app, query: "", auth: auth);

        await client.SendAsync($"42[\"client:join\",{argument}]");
        var subscribed = await client.NextAsync();
        await NotifyAsync(app, "user:user_1");
        var told = await client.NextAsync();

        Assert.Equal(("subscribed", "user:user_1", null), (subscribed.Name, Text(subscribed, "channel"), Text(subscribed, "jobId")));
        Assert.Equal(("notification", "hello"), (told.Name, Text(told, "message")));

        await client.EmitAsync("client:disconnect", id: 3);
        Assert.Equal("433[{\"ok\":true}]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Who_has_said_one_name_cannot_take_another()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app, query: "");
        await client.EmitAsync("client:join", "user_1");
        await client.UntilAsync("subscribed");
        await client.EmitAsync("client:join", "user_2");

        Assert.Equal("not_found", Text(await client.NextAsync(), "code"));
        Assert.Equal(1, Registry(app).Count);
    }

    [Fact]
    public async Task Who_is_subscribed_to_a_job_and_to_its_owner_is_told_once()
    {
        await using var app = await NotifierApp.StartAsync();
        app.Log.Create("user:alice");
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", new { userId = "alice" });
        await client.UntilAsync("subscribed");
        await SayOnUserAsync(app, 1);
        Assert.Equal("user:alice", Text(await client.NextAsync(), "channel"));

        await client.EmitAsync("subscribe", Id(app));
        await client.UntilAsync("job:progress");
        await SayOnUserAsync(app, 2);
        await app.SayAsync(1);
        await NotifyAsync(app, "user:alice");
        var told = new List<SocketIoClient.Told> { await client.NextAsync(), await client.NextAsync() };

        // The notification is behind the job's event on the user's channel, which would have been told before it.
        Assert.Equal(["notification", "stage"], told.Select(e => e.Name).Order());
        Assert.Equal([$"{app.Job}", "user:alice"], told.Select(e => Text(e, "channel")).Order());
    }

    [Fact]
    public async Task What_only_the_owner_s_channel_has_of_a_job_is_told_to_who_is_subscribed_to_both()
    {
        await using var app = await NotifierApp.StartAsync();
        app.Log.Create("user:alice");
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", new { userId = "alice" });
        await client.UntilAsync("subscribed");
        await client.EmitAsync("subscribe", Id(app));
        await client.UntilAsync("job:progress");

        await PublishAsync(app, app.Log.Append("user:alice", EventTypes.Comment) with { JobId = Guid.Parse(Id(app)), Version = null });

        var comment = await client.NextAsync();
        Assert.Equal(("comment", "user:alice", Id(app)), (comment.Name, Text(comment, "channel"), Text(comment, "jobId")));
    }

    internal static string Id(NotifierApp app) => app.Job[4..];

    internal static string? Text(SocketIoClient.Told told, string name) => told.Argument.GetProperty(name).GetString();

    internal static ConnectionRegistry Registry(NotifierApp app) => app.Services.GetRequiredService<ConnectionRegistry>();

    internal static int Sessions(NotifierApp app) => app.Services.GetRequiredService<SocketIoEndpoint.SocketIoServers>().SocketIo.Count;

    private static Task NotifyAsync(NotifierApp app, string channel) =>
        PublishAsync(app, app.Log.Append(channel, EventTypes.Notification) with { Data = JsonSerializer.SerializeToElement(new { level = "info", message = "hello" }) });

    private static Task SayOnUserAsync(NotifierApp app, long seq) =>
        PublishAsync(app, app.Log.Append("user:alice") with { JobId = Guid.Parse(Id(app)), Seq = seq });

    private static async Task PublishAsync(NotifierApp app, ChannelEvent told) =>
        await app.Services.GetRequiredService<IEventPublisher>().PublishConfirmedAsync([new EventMessage(told.Channel, FakeLog.Bytes(told))], CancellationToken.None);
}
