using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports;

public sealed class SignalRTests
{
    [Fact]
    public async Task The_answer_comes_before_the_events_and_they_come_once_and_in_order()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(30);
        var seen = System.Threading.Channels.Channel.CreateUnbounded<string>();
        await using var hub = await ConnectAsync(app);
        hub.On<JsonElement>(EventTypes.Stage, e => seen.Writer.TryWrite($"{e.GetProperty("seq")}"));
        hub.On<JsonElement>(EventTypes.Completed, e => seen.Writer.TryWrite($"{e.GetProperty("seq")}"));
        hub.On<JsonElement>("unsubscribed", e => seen.Writer.TryWrite($"{e.GetProperty("reason")}"));

        var joined = await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, 0L);
        await app.SayAsync(10);
        await app.SayAsync(1, EventTypes.Completed);

        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var got = new List<string>();
        while (got.LastOrDefault() != "ended")
            got.Add(await seen.Reader.ReadAsync(deadline.Token));
        Assert.Equal([.. Enumerable.Range(1, 41).Select(i => $"{i}"), "ended"], got);
        Assert.Equal(30, joined.GetProperty("seq").GetInt64());
        Assert.True(joined.GetProperty("recovered").GetBoolean());
        Assert.Equal("running", joined.GetProperty("snapshot").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Errors_carry_their_code_and_an_unsubscribed_channel_is_silent()
    {
        await using var app = await NotifierApp.StartAsync();
        var seen = 0;
        await using var hub = await ConnectAsync(app);
        hub.On<JsonElement>(EventTypes.Stage, _ => Interlocked.Increment(ref seen));

        var unknown = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement>("Subscribe", "job:1", null));
        await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, null);
        await hub.InvokeAsync("Unsubscribe", app.Job);
        await app.SayAsync(5);
        var again = await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, null);

        Assert.Contains("not_found", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(5, again.GetProperty("seq").GetInt64());
        Assert.Equal(0, seen);
    }

    [Fact]
    public async Task The_position_may_be_left_out()
    {
        await using var app = await NotifierApp.StartAsync();
        await app.SayAsync(3);
        await using var hub = await ConnectAsync(app);

        var joined = await hub.InvokeAsync<JsonElement>("Subscribe", app.Job);
        var unknown = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement>("subscribe", "job:1"));

        Assert.Equal(3, joined.GetProperty("seq").GetInt64());
        Assert.Contains("not_found", unknown.Message, StringComparison.Ordinal);
        foreach (var arguments in (object[][])[[], [1], [app.Job, 0L, 0L]])
            await Assert.ThrowsAsync<HubException>(() => hub.InvokeCoreAsync<JsonElement>("Subscribe", arguments));
    }

    [Fact]
    public async Task A_cursor_moved_by_one_is_seen_by_another()
    {
        await using var app = await NotifierApp.StartAsync();
        await using var one = await ConnectAsync(app);
        await using var other = await ConnectAsync(app);
        var seen = new TaskCompletionSource<JsonElement>();
        other.On<JsonElement>(EventTypes.Cursor, e => seen.TrySetResult(e));
        var live = new TaskCompletionSource();
        other.On<JsonElement>(EventTypes.Stage, _ => live.TrySetResult());
        await one.InvokeAsync<JsonElement>("Subscribe", app.Job, null);
        await other.InvokeAsync<JsonElement>("Subscribe", app.Job, null);
        await app.SayAsync(1); // commentary may be missed until the first log event
        await live.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await one.InvokeAsync("Move", app.Job, new { target = "title", position = 4 });

        var cursor = await seen.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("title", cursor.GetProperty("data").GetProperty("target").GetString());
    }

    [Fact]
    public async Task Half_a_character_is_refused_and_no_fault()
    {
        await using var app = await NotifierApp.StartAsync();
        using var hub = await app.ConnectAsync(path: "/hubs/jobs", query: "?userId=alice");
        await hub.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
        await hub.ReceiveTextAsync();
        await hub.SendAsync($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[\"{app.Job}\",null]}}\u001e");
        await hub.ReceiveTextAsync();

        await hub.SendAsync($"{{\"type\":1,\"invocationId\":\"2\",\"target\":\"Move\",\"arguments\":[\"{app.Job}\",{{\"target\":\"\\ud800\"}}]}}\u001e");

        Assert.Contains("invalid_message", await hub.ReceiveTextAsync(), StringComparison.Ordinal);
    }

    private static Task<HubConnection> ConnectAsync(NotifierApp app) => HubClient.ConnectAsync(app.Address, "/hubs/jobs?userId=alice");
}
