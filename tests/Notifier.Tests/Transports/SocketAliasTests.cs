using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports;

/// <summary>Section 8: addresses that frontends knew before there was Trawl.</summary>
public sealed class SocketAliasTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)] // so many that events are joined once for all
    [Trait("Seed", "S0.1")]
    [Trait("Seed", "S0.4")]
    [Trait("Seed", "S0.24")]
    public async Task The_knowledge_socket_tells_the_callers_activity_flat_and_all_else_as_it_is(int clients)
    {
        await using var app = await NotifierApp.StartAsync();
        var sockets = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => app.ConnectAsync("?userId=alice", path: "/api/knowledge/ws")));
        var subscribed = await Task.WhenAll(sockets.Select(socket => socket.UntilAsync("subscribed")));

        await LiveAsync(app, sockets);

        Tell(app, EventTypes.ProcessingProgress, new { taskName = "url_crawling", completed = 5, total = 50, progressPercent = 10 });
        Tell(app, EventTypes.BatchComplete, new { completed = 10, total = 50, batchSize = 10 });
        Tell(app, EventTypes.WorkerItemCompleted, new { workerName = "document_processor" });
        Tell(app, EventTypes.SyncProgress, new { itemsDone = 1 });
        Tell(app, EventTypes.TaskCompleted, new { taskName = "url_crawling" });

        foreach (var socket in sockets)
        {
            var told = await socket.UntilAsync(EventTypes.TaskCompleted);
            Assert.Equal(
                ["processing_progress", "batch_complete", "worker_item_completed", "sync:progress", "task_completed"], told.Select(TestClient.Type));
            var progress = told[0];
            Assert.Equal(("url_crawling", 5, 50, 10), (progress.GetProperty("task_name").GetString(), Number(progress, "completed"), Number(progress, "total"), Number(progress, "progress_percent")));
            Assert.Equal((10, 50, 10), (Number(told[1], "completed"), Number(told[1], "total"), Number(told[1], "batch_size")));
            Assert.Equal("document_processor", told[2].GetProperty("worker_name").GetString());
            Assert.Equal(1, told[3].GetProperty("data").GetProperty("itemsDone").GetInt32());
            Assert.Equal("url_crawling", told[4].GetProperty("task_name").GetString());
            Assert.Equal(app.Job[4..], told[4].GetProperty("job_id").GetString());
            socket.Dispose();
        }

        Assert.All(subscribed, all => Assert.Equal("user:alice", all[^1].GetProperty("channel").GetString()));
    }

    [Fact]
    public async Task The_plain_socket_keeps_the_envelope()
    {
        await using var app = await NotifierApp.StartAsync();
        using var socket = await app.ConnectAsync("?userId=alice&channel=user:alice");
        await socket.UntilAsync("subscribed");
        await LiveAsync(app, socket);

        Tell(app, EventTypes.TaskCompleted, new { taskName = "url_crawling" });

        Assert.Equal("url_crawling", (await socket.UntilAsync(EventTypes.TaskCompleted))[^1].GetProperty("data").GetProperty("taskName").GetString());
    }

    [Fact]
    [Trait("Seed", "S4.6")]
    [Trait("Seed", "S4.1")]
    [Trait("Seed", "S4.15")]
    public async Task The_progress_socket_tells_a_job_from_its_beginning_and_is_closed_after_its_end()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(2);
        using var socket = await app.ConnectAsync("?userId=alice", path: $"/ws/progress/{app.Job[4..]}");
        await socket.UntilAsync("stage", e => e.GetProperty("seq").GetInt64() == 2);
        await app.SayAsync(1, EventTypes.Completed);

        var rest = await socket.UntilAsync("unsubscribed");
        Assert.Null(await socket.ReceiveAsync());
        await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        Assert.Equal(["completed", "unsubscribed"], rest.Select(TestClient.Type));
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "ended"), (socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription));
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, TimeSpan.FromMinutes(1));
    }

    [Fact]
    [Trait("Seed", "S4.1")]
    public async Task A_progress_socket_of_a_job_that_has_ended_tells_it_all_and_closes()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(2);
        await app.SayAsync(1, EventTypes.Failed);
        using var socket = await app.ConnectAsync("?userId=alice", path: $"/ws/progress/{app.Job[4..]}");

        var all = await socket.UntilAsync("unsubscribed");

        Assert.Equal(["connected", "subscribed", "stage", "stage", "failed", "unsubscribed"], all.Select(TestClient.Type));
        Assert.Null(await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData("01980000-0000-7000-8000-000000000001")]
    [InlineData("x")]
    [Trait("Seed", "S4.1")]
    public async Task A_progress_socket_of_no_job_says_so_and_closes(string job)
    {
        await using var app = await NotifierApp.StartAsync();
        using var socket = await app.ConnectAsync("?userId=alice", path: $"/ws/progress/{job}");

        Assert.Equal("not_found", (await socket.UntilAsync("error"))[^1].GetProperty("code").GetString());
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "not_found"), (socket.Socket.CloseStatus, socket.Socket.CloseStatusDescription));
    }

    [Theory]
    [InlineData("/api/knowledge/ws")]
    [InlineData("/ws/progress/{job}")]
    [InlineData("/ws")]
    [Trait("Seed", "S4.17")]
    public async Task A_ping_as_text_is_answered_everywhere(string path)
    {
        await using var app = await NotifierApp.StartAsync();
        using var socket = await app.ConnectAsync("?userId=alice", path: path.Replace("{job}", app.Job[4..], StringComparison.Ordinal));

        await socket.SendAsync("{\"type\":\"ping\"}");

        Assert.Equal("{\"type\":\"pong\"}", (await socket.UntilAsync("pong"))[^1].GetRawText());
    }

    /// <summary>Commentary of the moment between `subscribed` and the first live event may be missed; after a log event there is none to miss.</summary>
    private static async Task LiveAsync(NotifierApp app, params SocketClient[] sockets)
    {
        var notice = FakeLog.Bytes(app.Log.Append("user:alice", EventTypes.Notification));
        await app.Services.GetRequiredService<IEventPublisher>().PublishConfirmedAsync([new EventMessage("user:alice", notice)], CancellationToken.None);
        foreach (var socket in sockets)
            await socket.UntilAsync(EventTypes.Notification);
    }

    private static int Number(JsonElement e, string name) => e.GetProperty(name).GetInt32();

    private static void Tell(NotifierApp app, string type, object data) => app.Services.GetRequiredService<IEventPublisher>().Publish(new EventMessage(
        "user:alice",
        JsonSerializer.SerializeToUtf8Bytes(
            new ChannelEvent
            {
                Type = type, Channel = "user:alice", JobId = Guid.Parse(app.Job[4..]), Timestamp = DateTimeOffset.UnixEpoch, Data = JsonSerializer.SerializeToElement(data),
            },
            TrawlJson.Options)));
}
