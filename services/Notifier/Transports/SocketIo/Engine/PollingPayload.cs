using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>
/// Packets in the body of a poll: separated by a record separator, binary ones as <c>b</c> and base64. What waits for a
/// client waits as WebSocket frames, whatever its transport, so a poll's body is made of those.
/// </summary>
internal static class PollingPayload
{
    public const byte Separator = 0x1e;

    /// <summary>Writes our own frames as the body of a poll; a close frame becomes the packet that ends a session.</summary>
    public static void Write(ReadOnlySpan<byte> frames, IBufferWriter<byte> into)
    {
        var first = true;
        while (frames.Length > 0)
        {
            var opcode = (FrameOpcode)(frames[0] & 0x0f);
            var payload = Payload(ref frames);
            if (opcode is FrameOpcode.Ping or FrameOpcode.Pong)
                continue;
            if (!first)
                into.Write([Separator]);
            first = false;
            switch (opcode)
            {
                case FrameOpcode.Close:
                    into.Write("1"u8);
                    break;
                case FrameOpcode.Binary:
                    WriteBase64(payload, into);
                    break;
                default:
                    into.Write(payload);
                    break;
            }
        }
    }

    /// <summary>How long the frames before a close frame are; all of them when there is none.</summary>
    public static int BeforeClose(ReadOnlySpan<byte> frames)
    {
        var rest = frames;
        while (rest.Length > 0 && (FrameOpcode)(rest[0] & 0x0f) != FrameOpcode.Close)
            Payload(ref rest);
        return frames.Length - rest.Length;
    }

    /// <summary>Takes the next packet off the front of a body.</summary>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf(Separator);
        var packet = end < 0 ? body : body[..end];
        body = end < 0 ? [] : body[(end + 1)..];
        return packet;
    }

    private static ReadOnlySpan<byte> Payload(ref ReadOnlySpan<byte> frames)
    {
        var (header, length) = frames[1] switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(frames[2..])),
            127 => (10, (int)BinaryPrimitives.ReadInt64BigEndian(frames[2..])),
            var small => (2, small),
        };
        var payload = frames.Slice(header, length);
        frames = frames[(header + length)..];
        return payload;
    }

    private static void WriteBase64(ReadOnlySpan<byte> bytes, IBufferWriter<byte> into)
    {
        var span = into.GetSpan(1 + Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        span[0] = (byte)'b';
        Base64.EncodeToUtf8(bytes, span[1..], out _, out var written);
        into.Advance(1 + written);
    }
}
