using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Embedder.Activity;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Embedder.Tests.Activity;

public sealed class ActivityWriterTests
{
    [Fact]
    public void An_event_has_the_very_bytes_that_serialising_the_contract_gives()
    {
        var events = new RunningEmbedder.RecordedEvents();
        var jobId = Guid.CreateVersion7();

        new BatchActivity(events, TimeProvider.System, "host-embedder-1", jobId, "zoë").ItemCompleted("Über <uns>", true, 12, 3);

        foreach (var (channel, json) in events.Published)
        {
            var read = JsonSerializer.Deserialize<ChannelEvent>(json, TrawlJson.Options)!;
            Assert.Equal((channel, jobId, null, null), (read.Channel, read.JobId, read.Seq, read.Version));
            Assert.Equal(JsonSerializer.Serialize(read, TrawlJson.Options), json);
        }

        Assert.Equal([$"job:{jobId}", "user:zoë"], events.Published.Select(e => e.Channel));
    }
}
