using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Notifier.Connections;

internal abstract partial class Connection
{
    private const int MaxCursorBytes = 4096;

    /// <summary>Tells all who are subscribed to a channel where this user's cursor is; an error when it cannot be told.</summary>
    protected ClientError? Publish(string channel, JsonElement cursor)
    {
        if (!IsSubscribed(channel))
            return ClientError.NotFound(channel);
        var position = Field(cursor, "position");
        var target = Field(cursor, "target");
        if (cursor.ValueKind != JsonValueKind.Object || (position.ValueKind == JsonValueKind.Null && target.ValueKind == JsonValueKind.Null))
            return ClientError.Invalid("A cursor has a target or a position.", channel);

        var name = ChannelName.Normalise(channel)!;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ChannelEvent
            {
                Type = EventTypes.Cursor,
                Channel = name,
                JobId = ChannelName.IsJob(name) ? Guid.Parse(name.AsSpan(4)) : null,
                Timestamp = Core.Time.GetUtcNow(),
                Data = JsonSerializer.SerializeToElement(new { userId = Caller.UserId, target, position }),
            },
            TrawlJson.Options);
        if (body.Length > MaxCursorBytes)
            return ClientError.Invalid($"A cursor takes at most {MaxCursorBytes} bytes.", channel);
        Core.Publisher.Publish(new EventMessage(name, body));
        return null;
    }

    private static JsonElement Field(JsonElement cursor, string name) =>
        cursor.ValueKind == JsonValueKind.Object && cursor.TryGetProperty(name, out var value) ? value : Null;

    private static readonly JsonElement Null = JsonElement.Parse("null");
}
