using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Crawler.Activity;

/// <summary>
/// A batch's running commentary on the channels of its job and its user. Written by hand, not serialised: there are two for
/// each page. Not safe for several threads at once.
/// </summary>
internal sealed class BatchActivity(IEventPublisher publisher, TimeProvider time, string worker, Guid jobId, string userId, int total)
{
    public const string TaskName = "url_crawling";

    /// <summary>At most four a second: nobody reads faster.</summary>
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(250);

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string jobChannel = $"job:{jobId}";
    private readonly string userChannel = $"user:{userId}";
    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private long lastProgress = time.GetTimestamp();

    public void PageDone(in PageActivity page, int completed)
    {
        Publish(EventTypes.WorkerItemCompleted, page, static (writer, page, self) =>
        {
            writer.WriteString("workerName"u8, self.Worker);
            writer.WriteString("item"u8, page.Url);
            writer.WriteBoolean("ok"u8, page.Ok);
            writer.WriteNumber("durationMs"u8, page.DurationMs);
            writer.WriteNumber("queueSize"u8, page.Left);
            if (page.Status is { } status)
                writer.WriteNumber("status"u8, status);
            else
                writer.WriteNull("status"u8);
            writer.WriteNumber("bytes"u8, page.Bytes);
            writer.WriteString("reason"u8, page.Reason);
        });
        if (time.GetElapsedTime(lastProgress) < ProgressEvery)
            return;
        lastProgress = time.GetTimestamp();
        Publish(EventTypes.ProcessingProgress, completed, static (writer, completed, self) =>
        {
            writer.WriteString("taskName"u8, TaskName);
            writer.WriteNumber("completed"u8, completed);
            writer.WriteNumber("total"u8, self.Total);
            writer.WriteNumber("progressPercent"u8, Math.Round(completed * 100.0 / self.Total, 1));
            writer.WriteString("worker"u8, self.Worker);
        });
    }

    public void BatchDone(int crawled, int failed, int durationMs)
    {
        Publish(EventTypes.BatchComplete, crawled + failed, static (writer, completed, self) =>
        {
            writer.WriteString("taskName"u8, TaskName);
            writer.WriteNumber("completed"u8, completed);
            writer.WriteNumber("total"u8, self.Total);
            writer.WriteNumber("batchSize"u8, self.Total);
            writer.WriteString("worker"u8, self.Worker);
        });
        Publish(EventTypes.TaskCompleted, (crawled, failed, durationMs), static (writer, done, self) =>
        {
            writer.WriteString("taskName"u8, TaskName);
            writer.WriteNumber("completed"u8, done.crawled);
            writer.WriteNumber("failed"u8, done.failed);
            writer.WriteNumber("durationMs"u8, done.durationMs);
            writer.WriteString("worker"u8, self.Worker);
        });
    }

    private string Worker => worker;

    private int Total => total;

    private void Publish<T>(string type, T data, Action<Utf8JsonWriter, T, BatchActivity> write)
    {
        var now = time.GetUtcNow();
        publisher.Publish(new EventMessage(jobChannel, Write(type, jobChannel, now, data, write)));
        publisher.Publish(new EventMessage(userChannel, Write(type, userChannel, now, data, write)));
    }

    private byte[] Write<T>(string type, string channel, DateTimeOffset now, T data, Action<Utf8JsonWriter, T, BatchActivity> write)
    {
        buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(buffer, Json);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString("channel"u8, channel);
        writer.WriteString("jobId"u8, jobId);
        writer.WriteNull("seq"u8);
        writer.WriteNull("version"u8);
        writer.WriteString("timestamp"u8, now.UtcDateTime);
        writer.WriteString("traceparent"u8, System.Diagnostics.Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null);
        writer.WriteStartObject("data"u8);
        write(writer, data, this);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
