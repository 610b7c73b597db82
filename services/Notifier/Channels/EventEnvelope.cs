using System.Collections.Frozen;
using System.Text.Json;
using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Channels;

/// <summary>What the core needs to know of an event, read off the front of its JSON: <c>data</c> is never looked at.</summary>
internal readonly record struct EventEnvelope(string Type, EventKind Kind, Guid JobId, long Seq, long Version)
{
    /// <summary>No channel's name is longer.</summary>
    public const int MaxChannelLength = 256;

    // Interned, so that an event does not bring a string of its own.
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> KnownTypes = typeof(EventTypes)
        .GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)
        .ToFrozenDictionary(type => type).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Reads the envelope. False when it is no event; <paramref name="channelLength"/> characters of
    /// <paramref name="channel"/> (which takes <see cref="MaxChannelLength"/>) are then undefined.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> json, Span<char> channel, out int channelLength, out EventEnvelope envelope)
    {
        envelope = default;
        channelLength = 0;
        try
        {
            return Read(json, channel, ref channelLength, ref envelope);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return false; // somebody else's program may publish here, too; the caller counts it
        }
    }

    /// <summary>When the event was said, as UTC ticks; 0 when it does not say. Not part of the envelope: few are asked for it.</summary>
    public static long ReadTimestamp(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read() && reader.CurrentDepth <= 1)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("timestamp"u8))
                continue;
            return reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var said) ? said.UtcTicks : 0;
        }

        return 0;
    }

    private static bool Read(ReadOnlySpan<byte> json, Span<char> channel, ref int channelLength, ref EventEnvelope envelope)
    {
        string? type = null;
        var jobId = Guid.Empty;
        long? seq = null, version = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("timestamp"u8))
                break;
            if (reader.ValueTextEquals("type"u8) && reader.Read())
                type = ReadType(ref reader);
            else if (reader.ValueTextEquals("channel"u8) && reader.Read())
                channelLength = reader.CopyString(channel);
            else if (reader.ValueTextEquals("jobId"u8) && reader.Read())
                jobId = reader.TokenType == JsonTokenType.Null ? Guid.Empty : reader.GetGuid();
            else if (reader.ValueTextEquals("seq"u8) && reader.Read())
                seq = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
            else if (reader.ValueTextEquals("version"u8) && reader.Read())
                version = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
            else
                reader.Skip();
        }

        if (type is null || channelLength == 0)
            return false;
        envelope = new EventEnvelope(type, KindOf(type, seq), jobId, seq ?? 0, version ?? 0);
        return true;
    }

    private static string ReadType(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[64];
        if (reader.ValueSpan.Length > text.Length)
            return reader.GetString()!;
        var length = reader.CopyString(text);
        return KnownTypes.TryGetValue(text[..length], out var known) ? known : text[..length].ToString();
    }

    // A type from outside is a log event when it is numbered, else commentary.
    private static EventKind KindOf(string type, long? seq) =>
        seq is > 0 ? EventKind.Log : EventTypes.State.Contains(type) ? EventKind.State : EventKind.Activity;
}
