using System.Buffers;

namespace Trawl.Crawler.Fetching;

/// <summary>A body in a buffer that is rented from the shared pool.</summary>
internal sealed class PageBody : IDisposable
{
    private const int SmallestBuffer = 32 * 1024;

    // What is announced is not believed beyond this: it costs a server nothing to say.
    private const int LargestFirstBuffer = 1024 * 1024;

    private byte[] buffer = [];
    private int length;

    /// <summary>Bytes as they came over the wire.</summary>
    public long Received { get; private set; }

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>The same, to be read on as a stream.</summary>
    public MemoryStream Open() => new(buffer, 0, length, writable: false);

    /// <summary>Reads to the end. When there is more than the limit: what there is up to it, if <paramref name="cut"/>; else null.</summary>
    public static async Task<PageBody?> ReadAsync(
        Stream stream, CountingStream wire, long expected, int limit, bool cut, CancellationToken cancellationToken)
    {
        var body = new PageBody { buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected + 1, SmallestBuffer, LargestFirstBuffer)) };
        try
        {
            while (true)
            {
                if (body.length == body.buffer.Length)
                    body.Grow(limit);
                var read = await stream.ReadAsync(body.buffer.AsMemory(body.length), cancellationToken);
                body.length += read;
                if (body.length > limit && !cut)
                    break;
                if (read == 0 || body.length > limit)
                {
                    (body.Received, body.length) = (wire.Count, Math.Min(body.length, limit));
                    return body;
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }

        body.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private void Grow(int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, limit + 1L));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
