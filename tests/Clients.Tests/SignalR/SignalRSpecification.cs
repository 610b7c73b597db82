using System.Text.Json;
using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.SignalR;

/// <summary>@microsoft/signalr from npm, over each of its transports.</summary>
public abstract class SignalRSpecification(LiveServer server, string transport)
{
    [Fact]
    [Trait("Seed", "S2.1")]
    public async Task A_job_is_seen_from_its_snapshot_to_its_result()
    {
        using var job = await server.NewJobAsync("signalr", total: 10);
        await using var client = Start(server.Address, "signalr");
        await client.TellAsync("subscribe", job.Channel, 0);

        var subscribed = await client.SeesAsync("subscribed");
        Assert.Equal(job.Channel, subscribed.GetProperty("channel").GetString());
        Assert.True(subscribed.GetProperty("recovered").GetBoolean());
        Assert.Equal("running", subscribed.GetProperty("snapshot").GetProperty("status").GetString());
        await job.ProgressAsync(new { completed = 4, failed = 1, message = "Half way" });
        var progress = await client.SeesAsync("progress", job.Id, e => e.GetProperty("data").GetProperty("progress").GetDouble() == 50);
        Assert.Equal(4, progress.GetProperty("data").GetProperty("counts").GetProperty("completed").GetInt32());
        Assert.Equal("Half way", progress.GetProperty("data").GetProperty("message").GetString());
        await job.EventAsync("sync:progress", new { stage = "syncing", progress = 50 });
        await client.SeesAsync("sync:progress", job.Id, e => e.GetProperty("data").GetProperty("stage").GetString() == "syncing");
        await job.EventAsync("batch_complete", new { taskName = "embed", completed = 6, total = 12, batchSize = 3 });
        await client.SeesAsync("batch_complete", job.Id, e => e.GetProperty("data").GetProperty("batchSize").GetInt32() == 3);
        await job.ModelResultAsync(new { model = "m", provider = "p", status = "completed", durationMs = 7, result = "r" });
        Assert.Equal("m", (await client.SeesAsync("model_result", job.Id)).GetProperty("data").GetProperty("model").GetString());
        await job.CompleteAsync(new { answer = 42 });

        var completed = await client.SeesAsync("completed", job.Id);
        Assert.Equal(42, completed.GetProperty("data").GetProperty("result").GetProperty("answer").GetInt32());
        Assert.Equal(job.Channel, completed.GetProperty("channel").GetString());
        AssertLog(client, "started", "model_result", "stage", "completed");
    }

    [Fact]
    public async Task Channels_are_left_and_wrong_ones_refused()
    {
        using var job = await server.NewJobAsync("leaving");
        await using var client = Start(server.Address, "leaving");
        await client.TellAsync("subscribe", $"job:{Guid.CreateVersion7()}");
        Assert.Contains("not_found", (await client.SeesAsync("subscribe_failed")).GetString());
        await client.TellAsync("subscribe", "user:leaving", null);
        await client.SeesAsync("subscribed", e => e.GetProperty("channel").GetString() == "user:leaving");
        await client.TellAsync("subscribe", job.Channel, null);
        await client.SeesAsync("subscribed", e => e.GetProperty("channel").GetString() == job.Channel);

        await client.TellAsync("unsubscribe", job.Channel);
        await client.SeesAsync("left");
        await job.CompleteAsync(new { });

        await client.SeesAsync("completed", job.Id, e => e.GetProperty("channel").GetString() == "user:leaving");
        Assert.DoesNotContain(client.All("completed"), e => e.GetProperty("channel").GetString() == job.Channel);
    }

    [Fact]
    [Trait("Seed", "S2.40")]
    public async Task After_its_line_was_cut_it_reconnects_and_misses_nothing()
    {
        using var job = await server.NewJobAsync("cut");
        await using var line = new CutLine(server.Address);
        await using var client = Start(line.Address, "cut");
        await client.TellAsync("subscribe", job.Channel, 0);
        await client.SeesAsync("started", job.Id);

        line.Cut();
        await job.ModelResultAsync(new { model = "between", provider = "", status = "completed", result = "" });
        await client.SeesAsync("reconnected");
        await client.SeesAsync("model_result", job.Id);
        await job.CompleteAsync(new { });

        await client.SeesAsync("completed", job.Id);
        AssertLog(client, "started", "model_result", "stage", "completed");
    }

    private ClientProgram Start(Uri address, string user) =>
        ClientProgram.Node("signalr.mjs", new { url = address.GetLeftPart(UriPartial.Authority), userId = user, transport });

    private static void AssertLog(ClientProgram client, params string[] types)
    {
        var log = client.Seen.Where(one => one.Args is [{ ValueKind: JsonValueKind.Object } e, ..] && e.TryGetProperty("seq", out var seq)
            && seq.ValueKind == JsonValueKind.Number && e.TryGetProperty("data", out _)).ToArray();
        Assert.Equal(types, log.Select(one => one.Name));
        Assert.Equal(Enumerable.Range(1, types.Length), log.Select(one => one.Args[0].GetProperty("seq").GetInt32()));
    }
}

[Collection(LiveServers.Name)]
public sealed class SignalRWebSocketTests(LiveServer server) : SignalRSpecification(server, "WebSockets");

[Collection(LiveServers.Name)]
public sealed class SignalRServerSentEventsTests(LiveServer server) : SignalRSpecification(server, "ServerSentEvents");

[Collection(LiveServers.Name)]
public sealed class SignalRLongPollingTests(LiveServer server) : SignalRSpecification(server, "LongPolling");
