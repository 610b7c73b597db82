namespace Trawl.Crawler.Sitemaps;

/// <summary>A stream whose beginning can be looked at before it is read, and which ends after so many bytes.</summary>
internal sealed class SitemapStream : ReadOnlyStream
{
    private const int HeadLength = 512;

    private readonly HeadedStream whole;
    private readonly ReadOnlyMemory<byte> head;
    private long left;

    public SitemapStream(Stream inner, long limit)
    {
        var start = new byte[HeadLength];
        head = start.AsMemory(0, inner.ReadAtLeast(start, HeadLength, throwOnEndOfStream: false));
        (whole, left) = (new HeadedStream(head, inner), limit);
    }

    public ReadOnlySpan<byte> Head => head.Span;

    /// <summary>Whether there was more than the limit.</summary>
    public bool IsCut { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        // One byte further than the limit, to know whether there is one.
        if (buffer.Length > left)
            buffer = buffer[..(int)Math.Min(buffer.Length, left + 1)];
        var read = whole.Read(buffer);
        IsCut |= read > left;
        read = (int)Math.Min(read, left);
        left -= read;
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
