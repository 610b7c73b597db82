using System.Text;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Transports;

namespace Trawl.Notifier.Tests.Transports;

public sealed class FlatActivityTests
{
    private const string Job = "01980000-0000-7000-8000-000000000001";
    private const string Moment = "2026-01-02T03:04:05Z";

    [Theory]
    [InlineData(
        EventTypes.ProcessingProgress, """{"taskName":"url_crawling","completed":5,"total":50,"progressPercent":10,"worker":"w"}""",
        """{"task_name":"url_crawling","completed":5,"total":50,"progress_percent":10,"worker":"w",""")]
    [InlineData(
        EventTypes.BatchComplete, """{"taskName":"url_crawling","completed":10,"total":50,"batchSize":10,"worker":"w"}""",
        """{"task_name":"url_crawling","completed":10,"total":50,"batch_size":10,"worker":"w",""")]
    [InlineData(
        EventTypes.TaskCompleted, """{"taskName":"url_crawling","completed":9,"failed":1,"durationMs":12,"worker":"w"}""",
        """{"task_name":"url_crawling","completed":9,"failed":1,"duration_ms":12,"worker":"w",""")]
    [InlineData(
        EventTypes.WorkerItemCompleted, """{"workerName":"w","item":"http://a/?q=\"é\"","ok":true,"durationMs":3,"queueSize":2}""",
        """{"worker_name":"w","item":"http://a/?q=\"é\"","ok":true,"duration_ms":3,"queue_size":2,""")]
    [Trait("Seed", "S0.4")]
    [Trait("Seed", "S0.5")]
    [Trait("Seed", "S0.6")]
    [Trait("Seed", "S0.7")]
    [Trait("Seed", "S0.8")]
    public void The_fields_are_what_the_frontends_read(string type, string data, string flat)
    {
        var frame = Frame(type, data);
        var rest = $"\"timestamp\":\"{Moment}\",\"job_id\":\"{Job}\"}}";

        Assert.True(FlatActivity.Has(type));
        Assert.Equal(flat + rest, Encoding.UTF8.GetString(frame.FlatActivity));
        var framed = Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",{flat[1..]}{rest}");
        Assert.Equal(framed, frame.FlatTextFrame[(framed.Length < 126 ? 2 : 4)..].ToArray());
        Assert.True(frame.FlatActivity == frame.FlatActivity, "made once");
    }

    [Fact]
    public void What_another_program_reports_stays_JSON_and_cannot_pose_as_the_envelope()
    {
        var frame = Frame(
            EventTypes.BatchComplete,
            """{ "type" : "completed", "jobId":"x", "job_id":[1,{"a":2}], "timestamp":{}, "totalURLs": [ {"innerName":1} ], "Already_Snake":null, "\u00e9T":1, "":{} }""");

        var flat = JsonDocument.Parse(frame.FlatActivity.ToArray()).RootElement;

        Assert.Equal(["total_urls", "already_snake", "éT", "", "timestamp", "job_id"], flat.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Job, flat.GetProperty("job_id").GetString());
        Assert.Equal("""[ {"innerName":1} ]""", flat.GetProperty("total_urls").GetRawText());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[1]""")]
    [InlineData("""null""")]
    public void No_fields_are_no_fields(string data)
    {
        var flat = JsonDocument.Parse(Frame(EventTypes.TaskCompleted, data).FlatTextFrame[2..].ToArray()).RootElement;
        Assert.Equal(["type", "timestamp", "job_id"], flat.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void Other_activity_has_no_flat_form() =>
        Assert.DoesNotContain(new[] { EventTypes.Cursor, EventTypes.SyncProgress, EventTypes.PreviewStatus, EventTypes.GenerationProgress }, FlatActivity.Has);

    private static EventFrame Frame(string type, string data)
    {
        var json = Encoding.UTF8.GetBytes(
            $"{{\"type\":\"{type}\",\"channel\":\"job:{Job}\",\"jobId\":\"{Job}\",\"seq\":null,\"version\":null,\"timestamp\":\"{Moment}\",\"traceparent\":null,\"data\":{data}}}");
        Assert.True(EventEnvelope.TryRead(json, new char[EventEnvelope.MaxChannelLength], out _, out var envelope));
        return EventFrame.Copy(envelope, json);
    }
}
