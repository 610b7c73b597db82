using System.Text.Json;
using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>What the packets of an event are made of. <see cref="Data"/> is a job's snapshot when they tell of that.</summary>
internal readonly record struct EventFacts(string Channel, string? JobId, long Seq, string Timestamp, JsonElement Data)
{
    public static EventFacts Of(EventFrame frame, string channel)
    {
        var reader = new Utf8JsonReader(frame.Json);
        var root = JsonElement.ParseValue(ref reader);
        return new EventFacts(channel, Text(root, "jobId"), frame.Seq, Text(root, "timestamp") ?? "", Get(root, "data"));
    }

    public static string? Text(JsonElement from, string name) => Get(from, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A field, or undefined.</summary>
    public static JsonElement Get(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A whole number, or 0.</summary>
    public static long Count(JsonElement from, string name) =>
        Get(from, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    public JsonElement Get(string name) => Get(Data, name);

    public string? Text(string name) => Text(Data, name);
}
