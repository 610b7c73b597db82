using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Notifier.Connections;

internal abstract partial class Connection
{
    private const int MaxCursorBytes = 4096;
    private const int MaxOwnCursors = 32;
    private List<int>? _ownCursors;

    /// <summary>Tells all who are subscribed to a channel where this user's cursor is; an error when it cannot be told.</summary>
    protected ClientError? Publish(string channel, JsonElement cursor)
    {
        if (!IsSubscribed(channel))
            return ClientError.NotFound(channel);
        try
        {
            return PublishCursor(channel, cursor);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            return ClientError.Invalid("A text ends in half a character.", channel); // what a reader of JSON finds out only now
        }
    }

    private ClientError? PublishCursor(string channel, JsonElement cursor)
    {
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
        RememberCursor(body);
        Core.Publisher.Publish(new EventMessage(name, body));
        return null;
    }

    /// <summary>Whether this connection moved it: then it knows. A cursor that was lost on its way is forgotten in time.</summary>
    public bool IsOwnCursor(EventFrame frame)
    {
        if (_ownCursors is not { } own)
            return false;
        var hash = Hash(frame.Json);
        lock (own)
            return own.Remove(hash);
    }

    private void RememberCursor(ReadOnlySpan<byte> body)
    {
        var own = _ownCursors ?? Interlocked.CompareExchange(ref _ownCursors, [], null) ?? _ownCursors;
        lock (own)
        {
            if (own.Count >= MaxOwnCursors)
                own.RemoveAt(0);
            own.Add(Hash(body));
        }
    }

    // The moment and the user are in it: what is equal is the same.
    private static int Hash(ReadOnlySpan<byte> body)
    {
        var hash = default(HashCode);
        hash.AddBytes(body);
        return hash.ToHashCode();
    }

    private static JsonElement Field(JsonElement cursor, string name) =>
        cursor.ValueKind == JsonValueKind.Object && cursor.TryGetProperty(name, out var value) ? value : Null;

    private static readonly JsonElement Null = JsonElement.Parse("null");
}
