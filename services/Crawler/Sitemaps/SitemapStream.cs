namespace Trawl.Crawler.Sitemaps;

/// <summary>A stream whose beginning can be looked at before it is read, and which ends after so many bytes.</summary>
internal sealed class SitemapStream : ReadOnlyStream
{
    private const int HeadLength = 512;

    private readonly Stream inner;
    private readonly byte[] head = new byte[HeadLength];
    private readonly int headLength;
    private long left;
    private int position;

    public SitemapStream(Stream inner, long limit)
    {
        (this.inner, left) = (inner, limit);
        headLength = inner.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
    }

    public ReadOnlySpan<byte> Head => head.AsSpan(0, headLength);

    /// <summary>Whether there was more than the limit.</summary>
    public bool IsCut { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        // One byte further than the limit, to know whether there is one.
        if (buffer.Length > left)
            buffer = buffer[..(int)Math.Min(buffer.Length, left + 1)];
        var read = ReadInner(buffer);
        IsCut |= read > left;
        read = (int)Math.Min(read, left);
        left -= read;
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    private int ReadInner(Span<byte> buffer)
    {
        if (position >= headLength)
            return inner.Read(buffer);
        var taken = Math.Min(buffer.Length, headLength - position);
        head.AsSpan(position, taken).CopyTo(buffer);
        position += taken;
        return taken;
    }
}
