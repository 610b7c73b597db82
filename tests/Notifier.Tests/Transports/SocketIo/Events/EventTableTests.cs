using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Transports.SocketIo.Events;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Events;

/// <summary>Section 7 of the contract, row by row.</summary>
public sealed class EventTableTests
{
    private static readonly Guid Job = Guid.CreateVersion7();
    private static readonly string Id = Job.ToString();
    private static readonly string[] Options = ["a"];

    [Theory]
    [InlineData("queued", "ACTIVE")]
    [InlineData("waiting", "ACTIVE")]
    [InlineData("paused", "ACTIVE")]
    [InlineData("running", "PROCESSING")]
    [InlineData("cancelling", "PROCESSING")]
    [InlineData("completed", "COMPLETED")]
    [InlineData("failed", "FAILED")]
    [InlineData("cancelled", "FAILED")]
    [InlineData("expired", "EXPIRED")]
    [Trait("Seed", "S2.14")]
    [Trait("Seed", "S2.16")]
    [Trait("Seed", "S3.4")]
    public void Progress(string status, string told)
    {
        var counts = new { total = 9, totalIsEstimate = true, completed = 4, processing = 2, pending = 2, failed = 1, documents = 4 };
        var packets = Packets(EventTypes.Progress, new { progress = 42.5, status, message = "é", counts, hasClarifications = true, clarificationCount = 2 }, seq: null);

        Assert.Equal(["progress", "job:progress"], packets.Select(p => p.Name));
        Assert.Equal(
            $$"""
            {"sessionId":"{{Id}}","jobId":"{{Id}}","status":"{{told}}","progress":42.5,"message":"é","prompts":{"total":9,"completed":4,"processing":2,"pending":2,"failed":1},"hasClarifications":true,"clarificationCount":2,"hasResult":{{(status == "completed" ? "true" : "false")}},"timestamp":"1970-01-01T00:00:00Z"}
            """,
            packets[0].Json);
        Assert.Equal($$"""{"jobId":"{{Id}}","status":"{{told}}","progress":42.5,"message":"é","timestamp":"1970-01-01T00:00:00Z"}""", packets[1].Json);
    }

    [Fact]
    [Trait("Seed", "S2.24")]
    [Trait("Seed", "S2.32")]
    public void Model_result()
    {
        var packet = Assert.Single(Packets(EventTypes.ModelResult, new { model = "llama3.1:8b", provider = "ollama", status = "failed", durationMs = 12, result = "r", error = "e" }));
        Assert.Equal("model_result", packet.Name);
        Assert.Equal(
            $$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","modelName":"llama3.1:8b","provider":"ollama","duration":12,"result":"r","status":"failed","error":"e",{{Tail}}}""",
            packet.Json);
    }

    [Fact]
    public void Model_result_without_an_error_has_none() =>
        Assert.DoesNotContain("\"error\"", Packets(EventTypes.ModelResult, new { model = "m", error = (string?)null })[0].Json, StringComparison.Ordinal);

    [Fact]
    [Trait("Seed", "S2.33")]
    public void Clarification()
    {
        var packet = Assert.Single(Packets(EventTypes.Clarification, new { clarificationId = Job, question = "q?", options = Options, status = "pending" }));
        Assert.Equal("clarification", packet.Name);
        Assert.Equal($$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","clarificationId":"{{Id}}","question":"q?","status":"pending","options":["a"],{{Tail}}}""", packet.Json);
    }

    [Fact]
    [Trait("Seed", "S2.35")]
    [Trait("Seed", "S3.5")]
    [Trait("Seed", "S2.21")]
    public void Completed()
    {
        var packets = Packets(EventTypes.Completed, new { result = new { documents = 3, failed = 1, skipped = 1 } });

        Assert.Equal(["progress", "completed", "job:completed"], packets.Select(p => p.Name));
        Assert.Equal(
            $$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","status":"COMPLETED","progress":100,"message":"3 documents are searchable.","prompts":{"total":5,"completed":3,"processing":0,"pending":0,"failed":1},"hasClarifications":false,"clarificationCount":0,"hasResult":true,"result":{"documents":3,"failed":1,"skipped":1},{{Tail}}}""",
            packets[0].Json);
        Assert.Equal($$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","status":"COMPLETED","result":{"documents":3,"failed":1,"skipped":1},{{Tail}}}""", packets[1].Json);
        Assert.Equal($$"""{"jobId":"{{Id}}","status":"COMPLETED","result":{"documents":3,"failed":1,"skipped":1},{{Tail}}}""", packets[2].Json);
    }

    [Theory]
    [InlineData(EventTypes.Failed, "FAILED", "No host.", "host_unreachable")]
    [InlineData(EventTypes.Cancelled, "FAILED", "The job was cancelled.", "cancelled")]
    [InlineData(EventTypes.Expired, "EXPIRED", "The job expired before it was done.", "expired")]
    [Trait("Seed", "S2.46")]
    [Trait("Seed", "S3.6")]
    public void Failed_cancelled_expired(string type, string status, string text, string code)
    {
        var error = type == EventTypes.Failed ? new { code, message = text } : null;
        var packets = Packets(type, new { error, progress = 12.5, counts = new { total = 4, completed = 1, processing = 0, pending = 2, failed = 1 } });

        Assert.Equal(["progress", "error", "job:failed"], packets.Select(p => p.Name));
        Assert.Equal(
            $$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","status":"{{status}}","progress":12.5,"message":"{{text}}","prompts":{"total":4,"completed":1,"processing":0,"pending":2,"failed":1},"hasClarifications":false,"clarificationCount":0,"hasResult":false,{{Tail}}}""",
            packets[0].Json);
        Assert.Equal($$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","status":"{{status}}","error":"{{text}}","code":"{{code}}",{{Tail}}}""", packets[1].Json);
        Assert.Equal($$"""{"jobId":"{{Id}}","status":"{{status}}","error":"{{text}}","code":"{{code}}",{{Tail}}}""", packets[2].Json);
    }

    [Theory]
    [InlineData(EventTypes.Queued, 5L)]
    [InlineData(EventTypes.QueuePosition, null)]
    [Trait("Seed", "S1.6")]
    public void Queue_position(string type, long? seq)
    {
        var packet = Assert.Single(Packets(type, new { position = 3, total = 10, estimatedWaitSeconds = 42, estimatedWaitP90Seconds = 95 }, seq));
        Assert.Equal("queue:position", packet.Name);
        Assert.StartsWith($$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","position":3,"total":10,"estimatedWaitTime":42,"timestamp":""", packet.Json, StringComparison.Ordinal);
        Assert.Equal(seq is not null, packet.Json.Contains("\"seq\":5", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(EventTypes.SyncProgress)]
    [InlineData(EventTypes.PreviewStatus)]
    [InlineData(EventTypes.GenerationProgress)]
    [Trait("Seed", "S1.8")]
    [Trait("Seed", "S1.10")]
    [Trait("Seed", "S1.11")]
    public void Passed_through(string type)
    {
        var packet = Assert.Single(Packets(type, new { stage = "syncing", progress = 50, message = "m", sessionId = "mine" }, seq: null));
        Assert.Equal(type, packet.Name);
        Assert.Equal($$"""{"jobId":"{{Id}}","stage":"syncing","progress":50,"message":"m","sessionId":"mine","timestamp":"1970-01-01T00:00:00Z"}""", packet.Json);
    }

    [Fact]
    [Trait("Seed", "S1.13")]
    public void Notification()
    {
        var packet = Assert.Single(Packets(EventTypes.Notification, new { level = "warning", title = "t", message = "m" }, channel: "user:alice"));
        Assert.Equal("notification", packet.Name);
        Assert.Equal("""{"type":"warning","title":"t","message":"m","timestamp":"1970-01-01T00:00:00Z","seq":5,"channel":"user:alice"}""", packet.Json);
    }

    [Theory]
    [InlineData(EventTypes.ProcessingProgress, """{"task_name":"t","completed":5,"total":50,"progress_percent":10,""")]
    [InlineData(EventTypes.BatchComplete, """{"task_name":"t","completed":5,"total":50,"progress_percent":10,""")]
    [InlineData(EventTypes.TaskCompleted, """{"task_name":"t","completed":5,"total":50,"progress_percent":10,""")]
    [InlineData(EventTypes.WorkerItemCompleted, """{"task_name":"t","completed":5,"total":50,"progress_percent":10,""")]
    [Trait("Seed", "S0.4")]
    [Trait("Seed", "S0.6")]
    [Trait("Seed", "S0.7")]
    [Trait("Seed", "S0.8")]
    public void Workers_commentary_is_flat(string type, string begins)
    {
        var packet = Assert.Single(Packets(type, new { taskName = "t", completed = 5, total = 50, progressPercent = 10 }, seq: null));
        Assert.Equal(type, packet.Name);
        Assert.StartsWith(begins, packet.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rest_of_the_log_goes_under_its_own_name()
    {
        var packet = Assert.Single(Packets(EventTypes.Stalled, new { reason = "no_crawler", nextStep = "n", seq = 99 }));
        Assert.Equal("stalled", packet.Name);
        Assert.Equal($$"""{"sessionId":"{{Id}}","jobId":"{{Id}}","reason":"no_crawler","nextStep":"n",{{Tail}}}""", packet.Json);
    }

    [Theory]
    [InlineData("disconnect")]
    [InlineData("connect_error")]
    public void Names_that_a_client_raises_by_itself_are_never_sent(string type) => Assert.Empty(Packets(type, new { }));

    [Fact]
    public void Only_the_last_packet_of_a_log_event_has_the_offset_and_only_for_those_who_asked()
    {
        var frame = Frame(EventTypes.Completed, new { result = new { } }, 5, $"job:{Id}");

        Assert.Equal([null, null, $"job:{Id}#5"], SocketIoClient.Read(frame.SocketIo.Recoverable).Select(p => p.Offset));
        Assert.All(SocketIoClient.Read(frame.SocketIo.Frames), p => Assert.Null(p.Offset));
        Assert.Same(frame.SocketIo.Frames, frame.SocketIo.Frames);
    }

    private static string Tail => $"\"timestamp\":\"1970-01-01T00:00:00Z\",\"seq\":5,\"channel\":\"job:{Id}\"";

    private static List<SocketIoClient.Told> Packets(string type, object data, long? seq = 5, string? channel = null) =>
        SocketIoClient.Read(Frame(type, data, seq, channel ?? $"job:{Id}").SocketIo.Frames);

    private static EventFrame Frame(string type, object data, long? seq, string channel) => EventFrame.From(new ChannelEvent
    {
        Type = type, Channel = channel, JobId = channel.StartsWith("job:", StringComparison.Ordinal) ? Job : null, Seq = seq, Version = 7,
        Timestamp = DateTimeOffset.UnixEpoch, Data = JsonSerializer.SerializeToElement(data),
    });
}
