using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Tests.Channels;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.Notifier.Tests.Transports.SocketIo;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Presence;

[Trait("Seed", "S1.41")]
[Collection(SharedBroker.Name)]
public sealed class CursorTests
{
    [Fact]
    public async Task From_any_transport_and_replica_it_reaches_all_the_others_and_not_the_one_who_moved_it()
    {
        var log = new FakeLog(owner: null);
        (string, string) broker = ("ConnectionStrings:Broker", (await RabbitMqServer.SharedAsync()).ConnectionString);
        await using var one = await NotifierApp.StartAsync(log, _ => { }, broker);
        await using var two = await NotifierApp.StartAsync(log, _ => { }, broker);
        var job = one.Job;
        using var socket = await one.ConnectAsync($"?userId=alice&channel={job}");
        await socket.UntilAsync("subscribed");
        using var io = await SocketIoClient.ConnectAsync(two, query: "userId=bob");
        await io.EmitAsync("subscribe", job[4..]);
        await io.UntilAsync("subscribed");
        await using var hub = await HubClient.ConnectAsync(two.Address, "/hubs/jobs?userId=carol");
        var seenByHub = System.Threading.Channels.Channel.CreateUnbounded<JsonElement>();
        hub.On<JsonElement>(EventTypes.Cursor, e => seenByHub.Writer.TryWrite(e.GetProperty("data")));
        await hub.InvokeAsync<JsonElement>("Subscribe", job, null);
        await using var stream = await EventStreamClient.OpenAsync(one, $"?userId=dave&channel={job}");
        // Commentary may be missed until the first log event.
        var live = new TaskCompletionSource();
        hub.On<JsonElement>(EventTypes.Stage, _ => live.TrySetResult());
        await one.SayAsync(1);
        await stream.UntilAsync(EventTypes.Stage);
        await live.Task.WaitAsync(TimeSpan.FromMinutes(1));

        // One after another: whoever hears the next has had time to hear its own.
        await socket.SendAsync(new { action = "cursor", channel = job, target = "url", position = 1 });
        Assert.Equal("alice 1", Said((await io.UntilAsync("cursor"))[^1].Argument));
        await io.EmitAsync("cursor", new { jobId = job[4..], target = "url", position = 2 });
        Assert.Equal("bob 2", Said((await socket.UntilAsync("cursor"))[^1].GetProperty("data")));
        await hub.InvokeAsync("Move", job, new { target = "url", position = 3 });
        Assert.Equal("carol 3", Said((await socket.UntilAsync("cursor"))[^1].GetProperty("data")));
        Assert.Equal("carol 3", Said((await io.UntilAsync("cursor"))[^1].Argument));
        await socket.SendAsync(new { action = "cursor", channel = job, target = "url", position = 4 });

        Assert.Equal("alice 4", Said((await io.UntilAsync("cursor"))[^1].Argument));
        var heard = new List<string>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (heard.LastOrDefault() != "alice 4")
            heard.Add(Said(await seenByHub.Reader.ReadAsync(deadline.Token)));
        Assert.Equal(["alice 1", "bob 2", "alice 4"], heard);
        var streamed = await stream.UntilAsync(e => e.Type == "cursor" && Said(e.Data.GetProperty("data")) == "alice 4");
        Assert.Equal(["alice 1", "bob 2", "carol 3", "alice 4"], streamed.Where(e => e.Type == "cursor").Select(e => Said(e.Data.GetProperty("data"))));
        Assert.All(streamed.Where(e => e.Type == "cursor"), e => Assert.Equal((null, JsonValueKind.Null), (e.Id, e.Data.GetProperty("seq").ValueKind)));
        Assert.Equal(1, log.Answer(job, 0).Seq); // stored nowhere
    }

    [Fact]
    public async Task Who_moves_it_faster_than_allowed_is_told_and_the_others_are_spared()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessagesPerSecond", "5"));
        using var other = await app.ConnectAsync($"?userId=alice&channel={app.Job}");
        await other.UntilAsync("subscribed");
        using var socket = await app.ConnectAsync($"?userId=alice&channel={app.Job}");
        await socket.UntilAsync("subscribed");
        using var io = await SocketIoClient.ConnectAsync(app);
        await io.EmitAsync("subscribe", app.Job[4..]);
        await io.UntilAsync("subscribed");

        for (var i = 0; i < 40; i++)
        {
            await socket.SendAsync(new { action = "cursor", channel = app.Job, position = i });
            await io.EmitAsync("cursor", new { channel = app.Job, position = i });
        }

        await socket.UntilAsync("error", e => e.GetProperty("code").GetString() == "rate_limited");
        await io.UntilAsync("error", e => e.Argument.GetProperty("code").GetString() == "rate_limited");
        await app.SayAsync(1);
        var seen = await other.UntilAsync(EventTypes.Stage);
        Assert.InRange(seen.Count(e => TestClient.Type(e) == EventTypes.Cursor), 1, 60);
    }

    [Theory]
    [InlineData("""{"jobId":"{job}"}""", "invalid_message")]
    [InlineData("""{"jobId":"7","position":1}""", "not_found")]
    [InlineData("""{"position":1}""", "invalid_message")]
    [InlineData("""{"channel":"system","position":1}""", "not_found")]
    [InlineData("""{"channel":"nowhere","position":1}""", "invalid_message")]
    public async Task A_bad_one_on_Socket_IO_is_refused_with_its_reason(string argument, string code)
    {
        await using var app = await NotifierApp.StartAsync();
        using var io = await SocketIoClient.ConnectAsync(app);
        await io.EmitAsync("subscribe", app.Job[4..]);
        await io.UntilAsync("subscribed");

        await io.SendAsync($"42[\"cursor\",{argument.Replace("{job}", app.Job[4..])}]");

        Assert.Equal(code, (await io.UntilAsync("error"))[^1].Argument.GetProperty("code").GetString());
    }

    [Fact]
    [Trait("Seed", "S1.13")]
    public async Task Everybody_s_channel_can_be_heard_on_Socket_IO_too()
    {
        await using var app = await NotifierApp.StartAsync();
        app.Log.Create("system");
        using var io = await SocketIoClient.ConnectAsync(app);
        await io.EmitAsync("subscribe", new { channel = "system" });
        Assert.Equal("system", (await io.UntilAsync("subscribed"))[^1].Argument.GetProperty("channel").GetString());
        await io.EmitAsync("unsubscribe", new { channel = "system" });
        await io.UntilAsync("unsubscribed");
        await io.EmitAsync("subscribe", new { channel = "user:alice", after = 0 });
        Assert.Equal("user:alice", (await io.UntilAsync("subscribed"))[^1].Argument.GetProperty("channel").GetString());
    }

    private static string Said(JsonElement data) => $"{data.GetProperty("userId").GetString()} {data.GetProperty("position")}";
}
