namespace Trawl.Realtime.Load;

/// <summary>Messages in a stream that is cut into frames or chunks without regard to them: first put together, then cut by its own delimiter.</summary>
internal abstract class StreamProtocol : WebSocketProtocol
{
    private readonly byte[] _decoded = new byte[2 * BufferSize];

    protected abstract ReadOnlySpan<byte> Delimiter { get; }

    public override int Consume(Client client, ReadOnlySpan<byte> bytes, Tally tally, long now)
    {
        var length = client.Decoded.MoveTo(_decoded);
        var at = 0;
        while (at < bytes.Length)
        {
            if (client.FrameLeft == 0)
            {
                var header = ReadHeader(client, bytes[at..]);
                if (header < 0)
                    return bytes.Length; // it has said good-bye
                if (header == 0)
                    break;
                at += header;
                continue;
            }

            var part = (int)Math.Min(client.FrameLeft, bytes.Length - at);
            bytes.Slice(at, part).CopyTo(_decoded.AsSpan(length));
            client.FrameLeft -= part;
            length += part;
            at += part;
        }

        ReadOnlySpan<byte> stream = _decoded.AsSpan(0, length);
        while (stream.IndexOf(Delimiter) is var end and >= 0)
        {
            OnMessage(client, stream[..end], tally, now);
            stream = stream[(end + Delimiter.Length)..];
        }

        client.Decoded.Keep(stream);
        return at;
    }

    /// <summary>Reads up to the next payload and sets how long that is: the header's length, 0 when it is not all there, negative at the end.</summary>
    protected abstract int ReadHeader(Client client, ReadOnlySpan<byte> bytes);
}
