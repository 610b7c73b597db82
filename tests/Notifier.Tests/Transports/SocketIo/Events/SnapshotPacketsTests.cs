using System.Text.Json;
using Trawl.Notifier.Transports.SocketIo.Events;
using Trawl.Notifier.Transports.SocketIo.Packets;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Events;

public sealed class SnapshotPacketsTests
{
    private static readonly object[] Models = [new { model = "m", provider = "p", status = "completed", durationMs = 3, chunks = 7, error = (string?)null }, new { model = "n", status = "pending" }];
    private static readonly object[] Clarifications = [new { id = "c1", question = "q", options = new[] { "a" }, status = "pending" }, new { id = "c2", question = "q", status = "answered" }];

    [Theory]
    [InlineData("queued", true, "progress job:progress queue:position clarification model_result")]
    [InlineData("running", true, "progress job:progress queue:position clarification model_result")]
    [InlineData("running", false, "progress job:progress queue:position")]
    [InlineData("completed", true, "progress job:progress queue:position clarification model_result completed job:completed")]
    [InlineData("completed", false, "progress job:progress queue:position")]
    [InlineData("failed", true, "progress job:progress queue:position clarification model_result error job:failed")]
    [InlineData("cancelled", true, "progress job:progress queue:position clarification model_result error job:failed")]
    [InlineData("expired", true, "progress job:progress queue:position clarification model_result error job:failed")]
    [Trait("Seed", "S3.17")]
    public void A_job_is_told_as_it_stands(string status, bool log, string names) =>
        Assert.Equal(names, string.Join(" ", Packets(status, log).Select(p => p.Name)));

    [Fact]
    public void Its_progress_has_all_fields()
    {
        var progress = Packets("completed", log: true)[0].Argument;

        Assert.Equal(
            ["sessionId", "jobId", "status", "progress", "message", "prompts", "hasClarifications", "clarificationCount", "hasResult", "result", "timestamp"],
            progress.EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, progress.GetProperty("clarificationCount").GetInt32());
        Assert.Equal(9, progress.GetProperty("prompts").GetProperty("total").GetInt32());
    }

    [Fact]
    public void What_a_model_made_of_it_is_said_as_in_the_log() =>
        Assert.Equal("7 chunks", Packets("running", log: true)[^1].Argument.GetProperty("result").GetString());

    [Fact]
    [Trait("Seed", "S2.28")]
    public void What_another_program_s_model_said_is_not_made_up() =>
        Assert.Equal(JsonValueKind.Null, Packets("running", log: true, "custom")[^1].Argument.GetProperty("result").ValueKind);

    private static List<SocketIoClient.Told> Packets(string status, bool log, string type = "crawl")
    {
        var job = JsonSerializer.SerializeToElement(new
        {
            id = Guid.Empty, type, status, progress = 3, counts = new { total = 9 }, queue = new { position = 1, total = 2, estimatedWaitSeconds = 3 },
            models = Models, clarifications = Clarifications, result = new { documents = 1 }, error = new { code = "c", message = "m" },
        });
        var packets = new PacketWriter();
        SnapshotPackets.Write(packets, job, "now", log);
        return SocketIoClient.Read(packets.ToArray());
    }
}
