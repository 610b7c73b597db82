namespace Trawl.Crawler.Fetching;

/// <summary>Counts what is read through it: the bytes of the wire, below the decompression.</summary>
internal sealed class CountingStream(Stream inner) : ReadOnlyStream
{
    public long Count { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return CountAsync(read);
        var count = read.Result;
        Count += count;
        return ValueTask.FromResult(count);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count += read;
        return read;
    }

    private async ValueTask<int> CountAsync(ValueTask<int> read)
    {
        var count = await read;
        Count += count;
        return count;
    }
}
