using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;
using Trawl.Work;

namespace Trawl.WorkerDefaults.Activity;

/// <summary>
/// What a worker tells of one job, on the job's own and its owner's channel. Written by hand in the form of <see cref="ChannelEvent"/>:
/// it runs for every page and every document.
/// </summary>
/// <param name="publisher">The backplane.</param>
/// <param name="time">The clock.</param>
/// <param name="jobId">The job.</param>
/// <param name="userId">Its owner.</param>
public sealed class JobActivity(IEventPublisher publisher, TimeProvider time, Guid jobId, string userId) : IWorkReporter
{
    private static readonly JsonWriterOptions Format = new() { Encoder = TrawlJson.Options.Encoder, SkipValidation = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? own;

    private readonly string jobChannel = $"job:{jobId}";
    private readonly string userChannel = $"user:{userId}";

    /// <inheritdoc/>
    public void Progress(in TaskProgress progress) => Publish(EventTypes.ProcessingProgress, progress, static (json, progress) =>
    {
        json.WriteString("taskName"u8, progress.TaskName);
        json.WriteNumber("completed"u8, progress.Completed);
        json.WriteNumber("total"u8, progress.Total);
        json.WriteNumber("progressPercent"u8, progress.Percent);
        json.WriteString("worker"u8, progress.Worker);
    });

    /// <inheritdoc/>
    public void BatchCompleted(in BatchCompleted batch) => Publish(EventTypes.BatchComplete, batch, static (json, batch) =>
    {
        json.WriteString("taskName"u8, batch.TaskName);
        json.WriteNumber("completed"u8, batch.Completed);
        json.WriteNumber("total"u8, batch.Total);
        json.WriteNumber("batchSize"u8, batch.BatchSize);
        json.WriteString("worker"u8, batch.Worker);
    });

    /// <inheritdoc/>
    public void TaskCompleted(in TaskCompleted task) => Publish(EventTypes.TaskCompleted, task, static (json, task) =>
    {
        json.WriteString("taskName"u8, task.TaskName);
        json.WriteNumber("completed"u8, task.Completed);
        json.WriteNumber("failed"u8, task.Failed);
        json.WriteNumber("durationMs"u8, task.DurationMs);
        json.WriteString("worker"u8, task.Worker);
    });

    /// <inheritdoc/>
    public void ItemCompleted(in ItemCompleted item) => Publish(EventTypes.WorkerItemCompleted, item, static (json, item) => Write(json, item));

    /// <summary>The properties of an item's event, for one that has more.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="item">The item.</param>
    public static void Write(Utf8JsonWriter json, in ItemCompleted item)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("workerName"u8, item.Worker);
        json.WriteString("item"u8, item.Item);
        json.WriteBoolean("ok"u8, item.Ok);
        json.WriteNumber("durationMs"u8, item.DurationMs);
        json.WriteNumber("queueSize"u8, item.QueueSize);
    }

    /// <summary>Publishes an event.</summary>
    /// <param name="type">One of <see cref="EventTypes.Activity"/>.</param>
    /// <param name="state">What <paramref name="writeData"/> needs.</param>
    /// <param name="writeData">Writes the properties of <c>data</c>.</param>
    public void Publish<T>(string type, T state, Action<Utf8JsonWriter, T> writeData)
    {
        ArgumentNullException.ThrowIfNull(writeData);
        var now = time.GetUtcNow();
        publisher.Publish(new EventMessage(jobChannel, Write(jobChannel, type, now, state, writeData)));
        publisher.Publish(new EventMessage(userChannel, Write(userChannel, type, now, state, writeData)));
    }

    private byte[] Write<T>(string channel, string type, DateTimeOffset now, T state, Action<Utf8JsonWriter, T> writeData)
    {
        var (buffer, json) = own ??= Create();
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("channel"u8, channel);
        json.WriteString("jobId"u8, jobId);
        json.WriteNull("seq"u8);
        json.WriteNull("version"u8);
        json.WriteString("timestamp"u8, now.UtcDateTime);
        json.WriteString("traceparent"u8, System.Diagnostics.Activity.Current is { IdFormat: ActivityIdFormat.W3C } trace ? trace.Id : null);
        json.WriteStartObject("data"u8);
        writeData(json, state);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        return (buffer, new Utf8JsonWriter(buffer, Format));
    }
}
