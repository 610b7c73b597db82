using System.Text.Json;
using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.WebSockets;

/// <summary>What a client sends: <c>{"action":"subscribe","channel":"job:…","after":12}</c>, or <c>{"type":"ping"}</c>.</summary>
internal sealed record ClientMessage(string Action, string? Channel, long? After, JsonElement Cursor, string? Token = null)
{
    /// <summary>Reads a message; null, and what is wrong with it, when it is none.</summary>
    public static ClientMessage? Read(ReadOnlySpan<byte> json, out ClientError? fault)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var body = JsonElement.ParseValue(ref reader);
            if (reader.Read())
                throw new JsonException();
            return Read(body, out fault);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            fault = ClientError.Invalid("Not JSON.");
            return null;
        }
    }

    private static ClientMessage? Read(JsonElement body, out ClientError? fault)
    {
        fault = null;
        if (body.ValueKind != JsonValueKind.Object)
            fault = ClientError.Invalid("A message is an object.");
        else if (Text(body, "action") is not { } action && (action = Text(body, "type")!) is null)
            fault = ClientError.Invalid("'action' is missing: subscribe, unsubscribe, cursor, authenticate or ping.");
        else if (body.TryGetProperty("channel", out var channel) && channel.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            fault = ClientError.Invalid("'channel' is a text.");
        else if (!TryPosition(body, out var after))
            fault = ClientError.Invalid("'after' is a position: a whole number, 0 or above.", Text(body, "channel"));
        else
            return new ClientMessage(
                action, Text(body, "channel"), after, body.TryGetProperty("cursor", out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : body,
                Text(body, "token"));
        return null;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryPosition(JsonElement body, out long? after)
    {
        after = null;
        if (!body.TryGetProperty("after", out var value) || value.ValueKind == JsonValueKind.Null)
            return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var position) || position < 0)
            return false;
        after = position;
        return true;
    }
}
