namespace Trawl.Realtime.Load;

internal enum Step : byte
{
    Waiting,
    Connecting,
    Head,
    Opening,
    Subscribed,
    Gone,
}

/// <summary>One connection of the load generator. Holds no buffer but for the tail of a message that came in two pieces.</summary>
internal sealed class Client(int index, string channel, string user)
{
    public int Index { get; } = index;
    public string Channel { get; } = channel;
    public string User { get; } = user;

    /// <summary>From its subscription on it never reads again.</summary>
    public bool NeverReads { get; init; }

    public int Socket { get; set; } = -1;
    public Step Step { get; set; }
    public long LastPublished { get; set; }

    /// <summary>Of the frame or chunk that is being read: bytes still to come.</summary>
    public long FrameLeft { get; set; }

    /// <summary>Undecoded bytes, and decoded ones, that are no whole header or message yet.</summary>
    public Tail Raw;
    public Tail Decoded;
}

/// <summary>Bytes kept for the next read.</summary>
internal struct Tail
{
    private byte[]? _bytes;

    public int Length { get; private set; }

    public void Keep(ReadOnlySpan<byte> bytes)
    {
        Length = bytes.Length;
        if (bytes.IsEmpty)
            return;
        if (_bytes is null || _bytes.Length < bytes.Length)
            _bytes = new byte[Math.Max(512, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)bytes.Length))];
        bytes.CopyTo(_bytes);
    }

    /// <summary>Puts the kept bytes at the front of a buffer, and keeps nothing.</summary>
    public int MoveTo(Span<byte> buffer)
    {
        var length = Length;
        _bytes.AsSpan(0, length).CopyTo(buffer);
        Length = 0;
        return length;
    }
}
