using System.Buffers.Binary;
using System.Text;

namespace Trawl.Notifier.Transports.WebSockets.Framing;

/// <summary>Frames as a server sends them: whole messages, unmasked.</summary>
internal static class FrameWriter
{
    private const byte Final = 0x80;

    // A control frame's payload ends at 125 bytes, two of which are the close code.
    private const int MaxReason = 123;

    public static int HeaderLength(int payload) => payload < 126 ? 2 : payload <= ushort.MaxValue ? 4 : 10;

    public static void WriteHeader(Span<byte> into, FrameOpcode opcode, int payload)
    {
        into[0] = (byte)(Final | (byte)opcode);
        if (payload < 126)
        {
            into[1] = (byte)payload;
        }
        else if (payload <= ushort.MaxValue)
        {
            into[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(into[2..], (ushort)payload);
        }
        else
        {
            into[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(into[2..], (ulong)payload);
        }
    }

    public static byte[] Frame(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var header = HeaderLength(payload.Length);
        var frame = GC.AllocateUninitializedArray<byte>(header + payload.Length);
        WriteHeader(frame, opcode, payload.Length);
        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <summary>A close frame; code 0 is one without a payload.</summary>
    public static byte[] Close(int code, string reason = "")
    {
        if (code == 0)
            return Frame(FrameOpcode.Close, []);
        Span<byte> payload = stackalloc byte[2 + MaxReason];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.TryGetBytes(reason, payload[2..], out var length);
        return Frame(FrameOpcode.Close, payload[..(2 + length)]);
    }
}
