using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.SocketIo.Packets;

/// <summary>Gathers packets as complete WebSocket text frames, one after the other. For one thread; its bytes are made once.</summary>
internal sealed class PacketWriter
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _frames = new(512);
    private readonly ArrayBufferWriter<byte> _packet = new(512);

    public byte[] ToArray() => _frames.WrittenSpan.ToArray();

    /// <summary>An event with one argument, an object, and perhaps the offset by which a client can come back.</summary>
    public PacketWriter Event<T>(string name, in T source, Action<Utf8JsonWriter, T> fields, string? offset = null)
    {
        _packet.Write("42["u8);
        using (var json = new Utf8JsonWriter(_packet, Writing))
        {
            json.WriteStringValue(name);
            json.Flush();
            _packet.Write(","u8);
            json.Reset(_packet);
            json.WriteStartObject();
            fields(json, source);
            json.WriteEndObject();
        }

        return End(offset);
    }

    /// <summary>The same, the argument being JSON already.</summary>
    public PacketWriter Event(string name, ReadOnlySpan<byte> argument)
    {
        _packet.Write("42[\""u8);
        _packet.Write(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
        _packet.Write("\","u8);
        _packet.Write(argument);
        return End(offset: null);
    }

    /// <summary>A packet with a payload that is JSON already: <c>40{"sid":…}</c>, <c>43</c>7<c>[…]</c>.</summary>
    public PacketWriter Raw(ReadOnlySpan<byte> head, ReadOnlySpan<byte> json)
    {
        _packet.Write(head);
        _packet.Write(json);
        return Frame();
    }

    private PacketWriter End(string? offset)
    {
        if (offset is not null)
        {
            _packet.Write(",\""u8);
            _packet.Write(JsonEncodedText.Encode(offset, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            _packet.Write("\""u8);
        }

        _packet.Write("]"u8);
        return Frame();
    }

    private PacketWriter Frame()
    {
        var packet = _packet.WrittenSpan;
        var header = FrameWriter.HeaderLength(packet.Length);
        var frame = _frames.GetSpan(header + packet.Length);
        FrameWriter.WriteHeader(frame, FrameOpcode.Text, packet.Length);
        packet.CopyTo(frame[header..]);
        _frames.Advance(header + packet.Length);
        _packet.ResetWrittenCount();
        return this;
    }
}
