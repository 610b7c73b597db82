using System.Buffers.Binary;
using System.Text;

namespace Trawl.Realtime.Load;

/// <summary>WebSocket framing (RFC 6455), the client's side of it, with messages that are one frame each.</summary>
internal abstract class WebSocketProtocol : Protocol
{
    private const string Upgrade =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    protected static byte[] UpgradeRequest(string target, string host) => Get(target, host, Upgrade);

    /// <summary>A masked frame, with a mask that changes nothing.</summary>
    protected static byte[] Frame(int opcode, ReadOnlySpan<byte> payload)
    {
        byte[] length = payload.Length < 126 ? [(byte)(0x80 | payload.Length)] : [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        byte[] frame = [(byte)(0x80 | opcode), .. length, 0, 0, 0, 0, .. payload];
        return frame;
    }

    protected static byte[] Text(string text) => Frame(1, Encoding.UTF8.GetBytes(text));

    public override int Consume(Client client, ReadOnlySpan<byte> bytes, Tally tally, long now)
    {
        var at = 0;
        while (TryHeader(bytes[at..], out var header, out var length) && bytes.Length - at - header >= length)
        {
            var payload = bytes.Slice(at + header, (int)length);
            var opcode = bytes[at] & 0x0f;
            if (opcode < 8)
                OnMessage(client, payload, tally, now);
            else if (!OnControl(client, opcode, payload))
                return bytes.Length;
            at += header + (int)length;
        }

        return at;
    }

    protected abstract void OnMessage(Client client, ReadOnlySpan<byte> message, Tally tally, long now);

    /// <summary>False when the server says good-bye.</summary>
    protected bool OnControl(Client client, int opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == 8)
        {
            var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
            Generator.Lose(client, $"closed with {code} {Encoding.UTF8.GetString(payload[Math.Min(2, payload.Length)..])}");
            return false;
        }

        if (opcode == 9)
            Generator.Send(client, Frame(10, payload));
        return true;
    }

    protected static bool TryHeader(ReadOnlySpan<byte> bytes, out int header, out long length)
    {
        (header, length) = (2, 0);
        if (bytes.Length < 2)
            return false;
        length = bytes[1] & 0x7f;
        if (length < 126)
            return true;
        header = length == 126 ? 4 : 10;
        if (bytes.Length < header)
            return false;
        length = header == 4 ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) : (long)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        return true;
    }
}
