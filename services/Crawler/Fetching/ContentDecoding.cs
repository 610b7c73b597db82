using System.IO.Compression;

namespace Trawl.Crawler.Fetching;

/// <summary>Undoes what Content-Encoding says was done to a body.</summary>
internal static class ContentDecoding
{
    /// <summary>Nobody compresses twice but by mistake, and nobody five times but to harm.</summary>
    private const int MostLayers = 4;

    /// <summary>The readable body; reads nothing yet.</summary>
    /// <param name="wire">The body as it came.</param>
    /// <param name="encodings">The header: what was applied, first to last; null for nothing.</param>
    /// <exception cref="InvalidDataException">An encoding that was not asked for.</exception>
    public static Stream Open(Stream wire, string? encodings)
    {
        if (string.IsNullOrEmpty(encodings))
            return wire;
        var text = encodings.AsSpan();
        var layers = 0;
        while (!text.IsEmpty)
        {
            // The last one applied is the first to be undone.
            var comma = text.LastIndexOf(',');
            var encoding = text[(comma + 1)..].Trim();
            text = comma < 0 ? [] : text[..comma];
            var undone = Undo(wire, encoding);
            if (!ReferenceEquals(undone, wire) && ++layers > MostLayers)
                throw new InvalidDataException();
            wire = undone;
        }

        return wire;
    }

    private static Stream Undo(Stream wire, ReadOnlySpan<char> encoding)
    {
        if (Is(encoding, "gzip") || Is(encoding, "x-gzip"))
            return new GZipStream(wire, CompressionMode.Decompress);
        if (Is(encoding, "br"))
            return new BrotliStream(wire, CompressionMode.Decompress);
        if (Is(encoding, "deflate"))
            return new DeflateBody(wire);
        if (Is(encoding, "zstd") || Is(encoding, "compress") || Is(encoding, "x-compress") || Is(encoding, "bzip2") || Is(encoding, "dcb") || Is(encoding, "dcz"))
            throw new InvalidDataException();
        // identity, and what people take this header for: utf-8, none, text/html.
        return wire;
    }

    private static bool Is(ReadOnlySpan<char> encoding, string name) => encoding.Equals(name, StringComparison.OrdinalIgnoreCase);
}
