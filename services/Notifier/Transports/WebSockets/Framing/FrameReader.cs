using System.Buffers;
using System.Buffers.Binary;

namespace Trawl.Notifier.Transports.WebSockets.Framing;

/// <summary>Takes client frames off the front of what has arrived. Nothing is copied until a whole frame is there.</summary>
internal static class FrameReader
{
    private const int MaxHeader = 14;

    /// <summary>
    /// Reads one frame and moves <paramref name="buffer"/> behind it. <see cref="FrameStatus.Incomplete"/> leaves the buffer as it is.
    /// </summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="maxPayload">The most a frame may hold; 0 is no limit. Judged by the header, before the payload is there.</param>
    /// <param name="frame">The frame; its payload still masked, and valid as long as the buffer.</param>
    public static FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, long maxPayload, out Frame frame)
    {
        frame = default;
        Span<byte> header = stackalloc byte[MaxHeader];
        var available = (int)Math.Min(buffer.Length, MaxHeader);
        buffer.Slice(0, available).CopyTo(header);
        if (available < 2)
            return FrameStatus.Incomplete;

        var opcode = (FrameOpcode)(header[0] & 0x0f);
        var final = (header[0] & 0x80) != 0;
        if ((header[0] & 0x70) != 0 || (header[1] & 0x80) == 0 || !Enum.IsDefined(opcode))
            return FrameStatus.ProtocolError; // reserved bits without an extension; unmasked; unknown
        if (ReadLength(header, available, out var headerLength) is not { } length)
            return FrameStatus.Incomplete;
        if (length < 0 || (opcode >= FrameOpcode.Close && (!final || length > 125)))
            return FrameStatus.ProtocolError;
        if (maxPayload > 0 && length > maxPayload)
            return FrameStatus.TooLarge;
        if (buffer.Length < headerLength + length)
            return FrameStatus.Incomplete;

        frame = new Frame(opcode, final, BinaryPrimitives.ReadUInt32LittleEndian(header[(headerLength - 4)..]), buffer.Slice(headerLength, length));
        buffer = buffer.Slice(headerLength + length);
        return FrameStatus.Read;
    }

    // Null when the header is not all there; negative when it makes no sense.
    private static long? ReadLength(ReadOnlySpan<byte> header, int available, out int headerLength)
    {
        var length = header[1] & 0x7f;
        headerLength = length switch { 126 => 8, 127 => 14, _ => 6 };
        if (available < headerLength)
            return null;
        return length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]) is var medium and >= 126 ? medium : -1,
            127 => BinaryPrimitives.ReadInt64BigEndian(header[2..]) is var large and > ushort.MaxValue ? large : -1,
            _ => length,
        };
    }
}

/// <summary>What reading came to.</summary>
internal enum FrameStatus
{
    Read,
    Incomplete,
    ProtocolError,
    TooLarge,
}

/// <summary>A client's frame.</summary>
internal readonly record struct Frame(FrameOpcode Opcode, bool Final, uint Mask, ReadOnlySequence<byte> Payload)
{
    /// <summary>Copies the payload, unmasked.</summary>
    public void CopyTo(Span<byte> into)
    {
        Payload.CopyTo(into);
        var length = (int)Payload.Length;
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(into[..length]);
        for (var i = 0; i < words.Length; i++)
            words[i] ^= Mask; // the mask was read in the machine's order, which is little-endian wherever .NET runs this
        for (var i = words.Length * 4; i < length; i++)
            into[i] ^= (byte)(Mask >> (8 * (i & 3)));
    }
}
