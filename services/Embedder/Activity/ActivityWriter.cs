using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Embedder.Activity;

/// <summary>
/// Publishes activity events of one job on its own and its owner's channel. Written by hand in the form of
/// <see cref="Contracts.Channels.ChannelEvent"/>: it runs for every document.
/// </summary>
internal sealed class ActivityWriter(IEventPublisher publisher, TimeProvider time, Guid jobId, string userId)
{
    private static readonly JsonWriterOptions Format = new() { Encoder = TrawlJson.Options.Encoder, SkipValidation = true };

    private readonly string jobChannel = $"job:{jobId}";
    private readonly string userChannel = $"user:{userId}";

    /// <param name="type">One of <see cref="Contracts.Channels.EventTypes"/>.</param>
    /// <param name="writeData">Writes the properties of <c>data</c>.</param>
    public void Publish<T>(string type, T state, Action<Utf8JsonWriter, T> writeData)
    {
        var now = time.GetUtcNow();
        PublishTo(jobChannel, type, now, state, writeData);
        PublishTo(userChannel, type, now, state, writeData);
    }

    private void PublishTo<T>(string channel, string type, DateTimeOffset now, T state, Action<Utf8JsonWriter, T> writeData)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, Format))
        {
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
        }

        publisher.Publish(new EventMessage(channel, body.WrittenMemory));
    }
}
