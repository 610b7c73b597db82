using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Limits;

/// <summary>Section 6's limits, one after the other, on each transport that has it; 0 is no limit.</summary>
[Trait("Seed", "S1.42")]
public sealed class LimitTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Connections_of_a_user_over_all_transports(int limit)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxConnectionsPerUser", $"{limit}"));
        using var socket = await app.ConnectAsync($"?userId=alice&channel={app.Job}");
        await socket.UntilAsync("subscribed");
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        await stream.UntilAsync("subscribed");
        await using var hub = await HubClient.ConnectAsync(app.Address, "/hubs/jobs?userId=alice");
        await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, null);

        using var anotherSocket = await app.ConnectAsync($"?userId=alice&channel={app.Job}");
        await using var anotherStream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        var closed = new TaskCompletionSource<Exception?>();
        await using var anotherHub = await HubClient.ConnectAsync(app.Address, "/hubs/jobs?userId=alice");
        anotherHub.Closed += fault =>
        {
            closed.TrySetResult(fault);
            return Task.CompletedTask;
        };

        if (limit == 0)
        {
            await anotherSocket.UntilAsync("subscribed");
            await anotherStream.UntilAsync("subscribed");
            await anotherHub.InvokeAsync<JsonElement>("Subscribe", app.Job, null);
            return;
        }

        Assert.Equal("rate_limited", (await anotherSocket.UntilAsync("error"))[^1].GetProperty("code").GetString());
        Assert.Null(await anotherSocket.ReceiveAsync());
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "rate_limited"), (anotherSocket.Socket.CloseStatus, anotherSocket.Socket.CloseStatusDescription));
        Assert.Equal(HttpStatusCode.TooManyRequests, anotherStream.Response.StatusCode);
        Assert.NotNull(anotherStream.Response.Headers.RetryAfter);
        if (anotherHub.State == HubConnectionState.Disconnected)
            closed.TrySetResult(null);
        Assert.Contains("rate_limited", (await closed.Task.WaitAsync(Deadline))?.Message ?? "rate_limited", StringComparison.Ordinal);
        using var bobs = await app.ConnectAsync($"?userId=bob");
        Assert.NotNull(await bobs.ReceiveAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Subscriptions_of_a_connection(int limit)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxSubscriptionsPerConnection", $"{limit}"));
        using var socket = await app.ConnectAsync("?userId=alice&channel=user:alice");
        await socket.UntilAsync("subscribed");
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}&channel=system");
        await using var hub = await HubClient.ConnectAsync(app.Address, "/hubs/jobs?userId=alice");
        await hub.InvokeAsync<JsonElement>("Subscribe", "user:alice", null);

        await socket.SendAsync(new { action = "subscribe", channel = app.Job });
        var second = hub.InvokeAsync<JsonElement>("Subscribe", app.Job, null);

        if (limit == 0)
        {
            await socket.UntilAsync("subscribed");
            Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
            await second;
            return;
        }

        Assert.Equal("rate_limited", (await socket.UntilAsync("error"))[^1].GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.TooManyRequests, stream.Response.StatusCode);
        Assert.Contains("rate_limited", (await Assert.ThrowsAsync<HubException>(() => second)).Message, StringComparison.Ordinal);
        await hub.InvokeAsync("Unsubscribe", "user:alice");
        await hub.InvokeAsync<JsonElement>("Subscribe", app.Job, null); // one for another
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Attempts_to_subscribe_a_second(int limit)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxSubscribesPerSecond", $"{limit}"), ("Notifier:MaxInboundMessagesPerSecond", "0"));
        using var socket = await app.ConnectAsync();
        await socket.ReceiveAsync();
        await using var hub = await HubClient.ConnectAsync(app.Address, "/hubs/jobs?userId=alice");
        var codes = new List<string?>();
        var faults = new List<string>();

        for (var i = 0; i < 40; i++)
        {
            await socket.SendAsync(new { action = "subscribe", channel = "job:x" });
            codes.Add((await socket.UntilAsync("error"))[^1].GetProperty("code").GetString());
            faults.Add((await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement>("Subscribe", "job:x", null))).Message);
        }

        Assert.Equal(limit == 0 ? ["not_found"] : ["not_found", "rate_limited"], codes.Distinct());
        Assert.Equal(limit > 0, faults.Any(fault => fault.Contains("rate_limited", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Messages_a_second(int limit)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessagesPerSecond", $"{limit}"));
        using var socket = await app.ConnectAsync();
        await socket.ReceiveAsync();
        await using var hub = await HubClient.ConnectAsync(app.Address, "/hubs/jobs?userId=alice");
        for (var i = 0; i < 30; i++)
            await socket.SendAsync("{\"type\":\"ping\"}");
        var answers = new List<JsonElement>();
        while (answers.Count < 30)
            answers.Add((await socket.ReceiveAsync())!.Value);
        var faults = new List<string>();
        for (var i = 0; i < 30; i++)
            faults.Add((await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Unsubscribe", app.Job))).Message);

        Assert.Equal(limit > 0, answers.Any(answer => answer.TryGetProperty("code", out var code) && code.GetString() == "rate_limited"));
        Assert.Equal(limit > 0, faults.Any(fault => fault.Contains("rate_limited", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_does_not_stop_sending_is_closed()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessagesPerSecond", "2"));
        using var socket = await app.ConnectAsync();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await socket.SendAsync("{\"type\":\"ping\"}");
        });

        while (await socket.ReceiveAsync() is not null)
        {
        }

        await sending.ContinueWith(_ => { }, TaskScheduler.Default); // it may hit the closed line
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "rate_limited"), (socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task The_size_of_a_message(int limit)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxInboundMessageBytes", $"{limit}"));
        using var socket = await app.ConnectAsync();
        await socket.ReceiveAsync();
        using var hub = await app.ConnectAsync(path: "/hubs/jobs");
        await hub.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
        await hub.ReceiveTextAsync();
        var large = new string('x', 100_000);

        await socket.SendAsync($"{{\"type\":\"ping\",\"x\":\"{large}\"}}");
        await hub.SendAsync($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[\"job:{large}\",null]}}\u001e");
        var answer = await socket.ReceiveAsync();
        var said = await hub.ReceiveTextAsync();

        if (limit == 0)
        {
            Assert.Equal("pong", answer!.Value.GetProperty("type").GetString());
            Assert.Contains("not_found", said, StringComparison.Ordinal);
            return;
        }

        Assert.Null(answer);
        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "message_too_large"), (socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription));
        Assert.Contains("\"type\":7", said, StringComparison.Ordinal); // SignalR's word for it
        Assert.Null(await hub.ReceiveTextAsync());
        socket.Dispose();
        hub.Dispose();
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, Deadline);
    }

    [Theory]
    [InlineData("/ws?userId=alice&channel={job}")]
    [InlineData("/events?userId=alice&channel={job}")]
    public async Task What_waits_for_a_client_that_does_not_read(string path)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:MaxWaitingLogEvents", "200"));
        using var deaf = await RawClient.ConnectAsync(app.Address, receiveBuffer: 4096);
        await deaf.RequestAsync(path.Replace("{job}", app.Job, StringComparison.Ordinal), upgrade: path.StartsWith("/ws", StringComparison.Ordinal));
        var connections = app.Services.GetRequiredService<ConnectionRegistry>();
        await Eventually.TrueAsync(() => connections.All.Any(connection => connection.IsSubscribed(app.Job)), Deadline);
        var connection = connections.All.Single();

        for (var i = 0; connection.ClosingSince == 0; i++)
        {
            Assert.InRange(i, 0, 500);
            await app.SayAsync(200);
        }

        await Eventually.TrueAsync(() => connections.Count == 0, Deadline); // cut off: it does not take the good-bye either
    }
}
