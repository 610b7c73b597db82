using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.ServiceDefaults.Events;
using Microsoft.Extensions.DependencyInjection;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports;

public sealed class WebSocketTests
{
    [Fact]
    [Trait("Seed", "S0.3")]
    public async Task A_client_subscribes_gets_the_snapshot_the_log_and_what_is_live_and_is_let_go_at_the_end()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(3);
        using var client = await app.ConnectAsync();
        var connected = await client.ReceiveAsync();

        await client.SendAsync(new { action = "subscribe", channel = app.Job, after = 1 });
        var subscribed = (await client.ReceiveAsync())!.Value;
        await app.SayAsync(1);
        app.Progress();
        await app.SayAsync(1, EventTypes.Completed);
        var rest = await client.UntilAsync("unsubscribed");

        Assert.Equal("connected", TestClient.Type(connected!.Value));
        Assert.Equal(["type", "channel", "seq", "recovered", "snapshot"], subscribed.EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, subscribed.GetProperty("seq").GetInt64());
        Assert.Equal([2, 3, 4, null, 5], rest.SkipLast(1).Select(e => e.GetProperty("seq").ValueKind == JsonValueKind.Null ? (long?)null : e.GetProperty("seq").GetInt64()));
        Assert.Equal("ended", rest[^1].GetProperty("reason").GetString());
        Assert.Equal(Encoding.UTF8.GetString(FakeLog.Bytes(app.Log.Answer(app.Job, 1).Events[0])), rest[0].GetRawText());
    }

    [Fact]
    public async Task The_address_itself_may_subscribe_to_several_channels()
    {
        await using var app = await NotifierApp.StartAsync();
        await app.SayAsync(2);
        using var client = await app.ConnectAsync($"?userId=alice&channel={app.Job}&after=0&channel=user:alice");

        var all = await client.UntilAsync("stage", e => e.GetProperty("seq").GetInt64() == 2);
        if (all.Count(e => TestClient.Type(e) == "subscribed") < 2)
            all.AddRange(await client.UntilAsync("subscribed"));

        Assert.Equal([app.Job, "user:alice"], all.Where(e => TestClient.Type(e) == "subscribed").Select(e => e.GetProperty("channel").GetString()!).Order());
    }

    [Theory]
    [InlineData("nonsense", "invalid_message")]
    [InlineData("[]", "invalid_message")]
    [InlineData("{}", "invalid_message")]
    [InlineData("{\"action\":\"dance\"}", "invalid_message")]
    [InlineData("{\"action\":\"subscribe\"}", "invalid_message")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":7}", "invalid_message")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"system\",\"after\":-1}", "invalid_message")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"system\",\"after\":\"1\"}", "invalid_message")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"job:1\"}", "not_found")]
    [InlineData("{\"action\":\"cursor\",\"channel\":\"system\",\"position\":1}", "not_found")]
    [InlineData("{\"action\":\"unsubscribe\",\"channel\":\"system\"}", "invalid_message")]
    [InlineData("{\"action\":\"\\ud800\"}", "invalid_message")]
    [InlineData("{\"\\ud800action\":1,\"action\":\"ping\"}", "invalid_message")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"user:\\udfff\"}", "invalid_message")]
    [InlineData("{\"action\":\"cursor\",\"channel\":\"user:alice\",\"target\":\"\\ud800\"}", "invalid_message")]
    [InlineData("{\"action\":\"cursor\",\"channel\":\"user:alice\",\"cursor\":{\"position\":{\"\\ud800\":1}}}", "invalid_message")]
    [Trait("Seed", "S1.42")]
    [Trait("Seed", "S0.30")]
    public async Task A_bad_message_is_answered_and_the_connection_stays(string text, string code)
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await app.ConnectAsync("?userId=alice&channel=user:alice");
        await client.UntilAsync("subscribed");

        await client.SendAsync(text);
        var error = (await client.ReceiveAsync())!.Value;
        await client.SendAsync("{\"type\":\"ping\"}");

        Assert.Equal(("error", code), (TestClient.Type(error), error.GetProperty("code").GetString()));
        Assert.Equal("pong", TestClient.Type((await client.ReceiveAsync())!.Value));
    }

    [Fact]
    public async Task A_refused_position_says_of_which_subscription()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await app.ConnectAsync();
        await client.UntilAsync("connected");

        await client.SendAsync(new { action = "subscribe", channel = app.Job, after = -1 });

        Assert.Equal(app.Job, (await client.UntilAsync("error"))[^1].GetProperty("channel").GetString());
    }

    [Fact]
    [Trait("Seed", "S1.41")]
    public async Task A_cursor_reaches_the_others_on_the_channel_and_not_the_one_who_moved_it()
    {
        await using var app = await NotifierApp.StartAsync();
        using var one = await app.ConnectAsync($"?userId=alice&channel={app.Job}");
        using var other = await app.ConnectAsync($"?userId=alice&channel={app.Job}");
        await one.UntilAsync("subscribed");
        await other.UntilAsync("subscribed");

        await one.SendAsync(new { action = "cursor", channel = app.Job, target = "url", position = 3 });

        var data = (await other.UntilAsync("cursor"))[^1].GetProperty("data");
        Assert.Equal("{\"userId\":\"alice\",\"target\":\"url\",\"position\":3}", data.GetRawText());
        await one.SendAsync("{\"type\":\"ping\"}");
        Assert.Equal("pong", TestClient.Type((await one.ReceiveAsync())!.Value)); // who moved it knows
        await other.SendAsync(new { action = "cursor", channel = app.Job, target = "url", position = 4 });
        await one.UntilAsync("cursor");
    }

    [Fact]
    public async Task Who_was_told_that_it_is_subscribed_hears_what_is_said_from_then_on()
    {
        await using var app = await NotifierApp.StartAsync();

        await Parallel.ForAsync(0, 500, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (_, _) =>
        {
            var job = $"job:{Guid.CreateVersion7()}";
            app.Log.Create(job);
            using var client = await app.ConnectAsync();
            await client.SendAsync(new { action = "subscribe", channel = job });
            await client.UntilAsync("subscribed");
            // Activity is not repeated for those who come later.
            app.Services.GetRequiredService<IEventPublisher>().Publish(new EventMessage(job, FakeLog.Bytes(app.Log.State(job, EventTypes.TaskCompleted))));
            await client.UntilAsync(EventTypes.TaskCompleted);
        });
    }

    [Fact]
    [Trait("Seed", "S1.42")]
    public async Task A_message_over_the_limit_closes_with_1009_and_too_many_are_refused()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessageBytes", "200"), ("Notifier:MaxInboundMessagesPerSecond", "5"));
        using var flooding = await app.ConnectAsync();
        for (var i = 0; i < 8; i++)
            await flooding.SendAsync("{\"type\":\"ping\"}");
        Assert.Equal("rate_limited", (await flooding.UntilAsync("error"))[^1].GetProperty("code").GetString());

        using var large = await app.ConnectAsync();
        await large.ReceiveAsync();
        await large.SendAsync(new string('x', 100_000));
        Assert.Null(await large.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, large.Socket.CloseStatus);
    }

    [Fact]
    public async Task Who_has_too_many_connections_is_told_and_closed()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxConnectionsPerUser", "1"));
        using var first = await app.ConnectAsync();
        await first.ReceiveAsync();
        using var second = await app.ConnectAsync();

        Assert.Equal("rate_limited", (await second.UntilAsync("error"))[^1].GetProperty("code").GetString());
        Assert.Null(await second.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, second.Socket.CloseStatus);
    }

    [Fact]
    [Trait("Seed", "S1.31")]
    public async Task A_client_that_closes_gets_its_code_back_and_leaves_nothing_behind()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await app.ConnectAsync($"?userId=alice&channel={app.Job}");
        await client.UntilAsync("subscribed");

        await client.Socket.CloseAsync((WebSocketCloseStatus)4001, "bye", CancellationToken.None);

        Assert.Equal((WebSocketCloseStatus)4001, client.Socket.CloseStatus);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, TimeSpan.FromMinutes(1));
    }

    [Fact]
    [Trait("Seed", "S1.29")]
    public async Task Shutdown_says_so()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await app.ConnectAsync();
        await client.ReceiveAsync();

        var stopping = app.StopAsync();
        await client.UntilAsync("closing");
        Assert.Null(await client.ReceiveAsync());
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await stopping;

        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "server_shutdown"), (client.Socket.CloseStatus, client.Socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_page_of_another_site_is_turned_away()
    {
        await using var app = await NotifierApp.StartAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync(configure: o => o.SetRequestHeader("Origin", "https://evil.example")));
        using var frontend = await app.ConnectAsync(configure: o => o.SetRequestHeader("Origin", "http://localhost:3000"));
        Assert.NotNull(await frontend.ReceiveAsync());
    }
}
