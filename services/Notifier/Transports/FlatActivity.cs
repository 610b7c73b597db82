using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports;

/// <summary>
/// Workers' commentary as the frontends of Trawl's predecessors read it: no envelope, the data's own fields, in snake_case.
/// Cut out of the event's JSON, which is never parsed into objects; an <see cref="EventFrame"/> keeps what is made here.
/// </summary>
internal static class FlatActivity
{
    private static readonly FrozenSet<string> Types =
        new[] { EventTypes.ProcessingProgress, EventTypes.BatchComplete, EventTypes.TaskCompleted, EventTypes.WorkerItemCompleted }.ToFrozenSet();

    /// <summary>Whether those frontends know an event of this type in the flat form.</summary>
    public static bool Has(string type) => Types.Contains(type);

    /// <summary><c>{"task_name":…,"completed":…,"timestamp":…,"job_id":…}</c>: the fields without the type.</summary>
    public static byte[] Object(ReadOnlySpan<byte> json)
    {
        var into = new ArrayBufferWriter<byte>(json.Length);
        into.Write("{"u8);
        WriteFields(json, into);
        into.Write("}"u8);
        return into.WrittenSpan.ToArray();
    }

    /// <summary>The same with its type in front, as a complete WebSocket text frame.</summary>
    public static byte[] TextFrame(string type, ReadOnlySpan<byte> flat)
    {
        byte[] message = [.. "{\"type\":\""u8, .. JsonEncodedText.Encode(type).EncodedUtf8Bytes, .. "\","u8, .. flat[1..]];
        return FrameWriter.Frame(FrameOpcode.Text, message);
    }

    private static void WriteFields(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into)
    {
        ReadOnlySpan<byte> timestamp = "null"u8, jobId = "null"u8;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8) && reader.Read())
                WriteData(ref reader, json, into);
            else if (reader.ValueTextEquals("timestamp"u8))
                timestamp = RawValue(ref reader, json);
            else if (reader.ValueTextEquals("jobId"u8))
                jobId = RawValue(ref reader, json);
            else
                reader.Skip();
        }

        into.Write("\"timestamp\":"u8);
        into.Write(timestamp);
        into.Write(",\"job_id\":"u8);
        into.Write(jobId);
    }

    private static void WriteData(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsEnvelope(ref reader))
            {
                reader.Skip(); // somebody else's program may report what it likes; who it is about is for the envelope to say
                continue;
            }

            WriteName(ref reader, into);
            into.Write(RawValue(ref reader, json));
            into.Write(","u8);
        }
    }

    private static bool IsEnvelope(ref Utf8JsonReader name) =>
        name.ValueTextEquals("type"u8) || name.ValueTextEquals("timestamp"u8) || name.ValueTextEquals("jobId"u8) || name.ValueTextEquals("job_id"u8);

    private static ReadOnlySpan<byte> RawValue(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    // camelCase to snake_case; an escaped name is nobody's we know, and stays.
    private static void WriteName(ref Utf8JsonReader reader, ArrayBufferWriter<byte> into)
    {
        var name = reader.ValueSpan;
        var to = into.GetSpan((name.Length * 2) + 3);
        var length = 0;
        to[length++] = (byte)'"';
        for (var i = 0; i < name.Length; i++)
        {
            var upper = !reader.ValueIsEscaped && name[i] is >= (byte)'A' and <= (byte)'Z';
            if (upper && i > 0 && name[i - 1] is not ((>= (byte)'A' and <= (byte)'Z') or (byte)'_'))
                to[length++] = (byte)'_';
            to[length++] = upper ? (byte)(name[i] | 0x20) : name[i];
        }

        to[length++] = (byte)'"';
        to[length++] = (byte)':';
        into.Advance(length);
    }
}
