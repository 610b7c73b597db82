using System.IO.Compression;

namespace Trawl.Crawler.Fetching;

/// <summary>
/// A body that is called <c>deflate</c>: in the zlib format, as the standard says, or bare, as servers that read the name
/// instead of the standard send it. The first two bytes tell.
/// </summary>
internal sealed class DeflateBody(Stream wire) : ReadOnlyStream
{
    private Stream? inflated;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        inflated ??= await OpenAsync(cancellationToken);
        return await inflated.ReadAsync(buffer, cancellationToken);
    }

    public override int Read(Span<byte> buffer)
    {
        if (inflated is null)
        {
            var head = new byte[2];
            inflated = Open(head, wire.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        }

        return inflated.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inflated?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var head = new byte[2];
        return Open(head, await wire.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken));
    }

    private Stream Open(byte[] head, int length)
    {
        var whole = new HeadedStream(head.AsMemory(0, length), wire);
        // Compression method 8, and the two bytes together divisible by 31: RFC 1950.
        var isZlib = length == 2 && (head[0] & 0x0F) == 8 && ((head[0] << 8) + head[1]) % 31 == 0;
        return isZlib ? new ZLibStream(whole, CompressionMode.Decompress) : new DeflateStream(whole, CompressionMode.Decompress);
    }
}
