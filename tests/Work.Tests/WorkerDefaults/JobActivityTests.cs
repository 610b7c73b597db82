using System.Text;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;
using Trawl.WorkerDefaults.Activity;

namespace Trawl.Work.Tests.WorkerDefaults;

public sealed class JobActivityTests : IEventPublisher
{
    private readonly Guid jobId = Guid.CreateVersion7();
    private readonly List<(string Channel, string Json)> published = [];

    [Fact]
    [Trait("Seed", "S0.4")]
    [Trait("Seed", "S0.6")]
    [Trait("Seed", "S0.7")]
    [Trait("Seed", "S0.8")]
    public void Each_event_has_the_very_bytes_that_serialising_the_contract_gives()
    {
        IWorkReporter activity = new JobActivity(this, TimeProvider.System, jobId, "zoë");

        activity.ItemCompleted(new ItemCompleted("host-embedder-1", "Über <uns>", true, 12, 3));
        activity.Progress(new TaskProgress("url_crawling", 1, 0, 3, "w"));
        activity.BatchCompleted(new BatchCompleted("url_crawling", 3, 3, 3, "w"));
        activity.TaskCompleted(new TaskCompleted("url_crawling", 2, 1, 99, "w"));

        string[] data =
        [
            """{"workerName":"host-embedder-1","item":"Über <uns>","ok":true,"durationMs":12,"queueSize":3}""",
            """{"taskName":"url_crawling","completed":1,"total":3,"progressPercent":33.3,"worker":"w"}""",
            """{"taskName":"url_crawling","completed":3,"total":3,"batchSize":3,"worker":"w"}""",
            """{"taskName":"url_crawling","completed":2,"failed":1,"durationMs":99,"worker":"w"}""",
        ];
        Assert.Equal(data.SelectMany(d => new[] { d, d }), published.Select(e => JsonDocument.Parse(e.Json).RootElement.GetProperty("data").GetRawText()));
        foreach (var (channel, json) in published)
        {
            var read = JsonSerializer.Deserialize<ChannelEvent>(json, TrawlJson.Options)!;
            Assert.Equal((channel, jobId, null, null), (read.Channel, read.JobId, read.Seq, read.Version));
            Assert.Equal(JsonSerializer.Serialize(read, TrawlJson.Options), json);
        }

        Assert.Equal([$"job:{jobId}", "user:zoë"], published.Take(2).Select(e => e.Channel));
    }

    void IEventPublisher.Publish(EventMessage message) => published.Add((message.Channel, Encoding.UTF8.GetString(message.Body.Span)));

    Task IEventPublisher.PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();
}
