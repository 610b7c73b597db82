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
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

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
        await using var app = await NotifierApp.StartAsync(("Notifier:HistoryPatience", "00:00:00.100"), ("Notifier:HistoryTimeout", "00:00:00.050"));
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

    [Theory]
    [InlineData("subscribe", "\"nonsense\"", "invalid_message")]
    [InlineData("subscribe", "7", "invalid_message")]
    [InlineData("subscribe", "{}", "invalid_message")]
    [InlineData("subscribe", "null", "invalid_message")]
    [InlineData("subscribe", "{\"jobId\":7}", "invalid_message")]
    [InlineData("subscribe", "{\"jobId\":\"0198c0de-0000-7000-8000-000000000000\",\"after\":-1}", "invalid_message")]
    [InlineData("subscribe", "{\"jobId\":\"0198c0de-0000-7000-8000-000000000000\",\"after\":\"x\"}", "invalid_message")]
    [InlineData("subscribe", "\"0198c0de-0000-7000-8000-000000000000\"", "not_found")]
    [InlineData("subscribe", "{\"userId\":\"bob\"}", "not_found")]
    [InlineData("client:join", "\"bob\"", "not_found")]
    [InlineData("client:join", "{\"userId\":\"\"}", "invalid_message")]
    [InlineData("unsubscribe", "[]", "invalid_message")]
    [InlineData("dance", "1", "invalid_message")]
    [Trait("Seed", "S2.52")]
    [Trait("Seed", "S1.42")]
    public async Task A_bad_wish_is_answered_and_the_connection_stays(string name, string argument, string code)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app);

        await client.SendAsync($"427[\"{name}\",{argument}]");
        var error = await client.NextAsync();
        var ack = await client.ReceiveAsync();
        await client.SendAsync("428[\"ping\"]");

        Assert.Equal(("error", code), (error.Name, Text(error, "code")));
        Assert.Equal(["sessionId", "jobId", "status", "error", "code", "timestamp"], error.Argument.EnumerateObject().Select(p => p.Name));
        Assert.StartsWith("437[{\"ok\":false,", ack, StringComparison.Ordinal);
        Assert.Equal("438[{\"ok\":true}]", await client.ReceiveAsync());
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
    [Trait("Seed", "S1.42")]
    [Trait("Seed", "S2.52")]
    public async Task Messages_and_subscriptions_are_limited()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessagesPerSecond", "5"), ("Notifier:MaxSubscriptionsPerConnection", "1"));
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", Id(app));
        await client.UntilAsync("job:progress");
        await client.EmitAsync("client:join", "alice");
        Assert.Equal("rate_limited", Text(await client.NextAsync(), "code"));

        for (var i = 0; i < 8; i++)
            await client.EmitAsync("ping");
        Assert.Equal("rate_limited", Text(await client.NextAsync(), "code"));

        for (var i = 0; i < 100; i++)
            await client.EmitAsync("ping");
        while (await client.ReceiveAsync() is not null)
        {
            // Who does not stop at all is closed.
        }
    }

    [Fact]
    public async Task Who_has_too_many_connections_is_refused_with_the_reason()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxConnectionsPerUser", "1"));
        using var first = await SocketIoClient.ConnectAsync(app);
        using var second = await SocketIoClient.OpenAsync(app);
        await second.SendAsync("40");

        Assert.Equal("44{\"message\":\"At most 1 connections.\",\"data\":{\"code\":\"rate_limited\"}}", await second.ReceiveAsync());
    }

    [Theory]
    [InlineData("40/admin,", "44/admin,{\"message\":\"Invalid namespace\"}")]
    [InlineData("40{\"userId\":\"\"}", "44{\"message\":\"A user id has 1 to 128 characters and no control characters.\",\"data\":{\"code\":\"invalid_user_id\"}}")]
    [InlineData("40{\"userId\":7}", "44{\"message\":\"A user id has 1 to 128 characters and no control characters.\",\"data\":{\"code\":\"invalid_user_id\"}}")]
    public async Task A_connect_that_cannot_be_is_an_error_and_may_be_tried_again(string connect, string answer)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.OpenAsync(app);

        await client.SendAsync(connect);
        Assert.Equal(answer, await client.ReceiveAsync());

        await client.SendAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("42[\"subscribe\",1]")]
    [InlineData("4abc")]
    [InlineData("abc")]
    public async Task Who_speaks_before_joining_or_no_protocol_is_closed(string text)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.OpenAsync(app);
        await client.SendAsync(text);
        Assert.Null(await client.ReceiveAsync());
    }

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

    [Fact]
    [Trait("Seed", "S0.31")]
    public async Task A_poller_that_does_not_poll_is_bounded_and_gets_the_newest_state()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxWaitingLogEvents", "50"), ("Notifier:StateEventsPerSecond", "0"));
        using var slow = await SocketIoClient.ConnectAsync(app, polls: true);
        await slow.EmitAsync("subscribe", Id(app));
        await slow.UntilAsync("job:progress");
        var connection = Registry(app).All.Single();

        for (var i = 0; i < 40; i++)
            app.Progress();
        await app.SayAsync(20);
        var told = await slow.UntilAsync("stage", e => e.Seq == 20);
        Assert.InRange(told.Count(e => e.Name == "progress"), 0, 39);
        Assert.Equal(Enumerable.Range(1, 20), told.Where(e => e.Name == "stage").Select(e => (int)e.Seq!));

        await app.SayAsync(200);
        await Eventually.TrueAsync(() => connection.ClosingSince != 0, Deadline);
        var last = await slow.UntilAsync("error");
        Assert.Equal("slow_consumer", Text(last[^1], "code"));
        Assert.Null(await slow.ReceiveAsync());
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
