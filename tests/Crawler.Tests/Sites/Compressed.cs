using System.IO.Compression;
using System.Text;

namespace Trawl.Crawler.Tests.Sites;

internal static class Compressed
{
    /// <param name="encodings">As Content-Encoding has them, first to last; <c>raw</c> is deflate without the zlib format.</param>
    /// <param name="text">What is compressed.</param>
    public static byte[] Of(string encodings, string text) => Of(encodings, Encoding.UTF8.GetBytes(text));

    public static byte[] Of(string encodings, byte[] bytes) =>
        encodings.Split(',', StringSplitOptions.TrimEntries).Aggregate(bytes, (inner, encoding) =>
        {
            using var result = new MemoryStream();
            using (Stream stream = encoding switch
            {
                "gzip" => new GZipStream(result, CompressionLevel.Fastest),
                "br" => new BrotliStream(result, CompressionLevel.Fastest),
                "deflate" => new ZLibStream(result, CompressionLevel.Fastest),
                "raw" => new DeflateStream(result, CompressionLevel.Fastest),
                _ => throw new ArgumentOutOfRangeException(nameof(encodings), encoding, null),
            })
            {
                stream.Write(inner);
            }

            return result.ToArray();
        });
}
