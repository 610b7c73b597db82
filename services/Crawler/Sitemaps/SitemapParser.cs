using System.IO.Compression;
using System.Text;
using Trawl.Crawler.Encodings;
using Trawl.Web;

namespace Trawl.Crawler.Sitemaps;

/// <summary>
/// Reads sitemaps, indexes of them and plain lists of URLs. Many sitemaps are no XML that an XML reader would take (bare ampersands,
/// foreign entities, cut off in the middle), and what is asked of them is little: so tags are looked for, and nothing is
/// resolved that a file could define.
/// </summary>
internal static class SitemapParser
{
    /// <summary>What the protocol allows, decompressed.</summary>
    private const long MaxBytes = 50 * 1024 * 1024;

    /// <summary>Reads as much as can be read. Holds none of it but the URLs.</summary>
    /// <param name="body">As received, but for Content-Encoding; may be a gzip file.</param>
    /// <param name="url">Where it came from: what its references are resolved against.</param>
    /// <param name="scope">Which pages are wanted.</param>
    /// <param name="today">For <see cref="UrlTraps"/>.</param>
    public static SitemapContent Parse(Stream body, WebUrl url, UrlScope scope, DateOnly today)
    {
        var collector = new SitemapCollector(url, scope, today);
        try
        {
            using var raw = new SitemapStream(body, MaxBytes);
            if (raw.Head is not [0x1F, 0x8B, ..])
                return Read(raw, collector);
            using var unzipped = new GZipStream(raw, CompressionMode.Decompress);
            using var stream = new SitemapStream(unzipped, MaxBytes);
            return Read(stream, collector);
        }
        catch (InvalidDataException)
        {
            return collector.ToContent("Its compression is broken: there may be more in it.");
        }
    }

    private static SitemapContent Read(SitemapStream stream, SitemapCollector collector)
    {
        using var reader = new StreamReader(stream, EncodingOf(stream.Head), detectEncodingFromByteOrderMarks: true);
        var window = new TextWindow(reader);
        var trouble = window.IsAtEnd() ? "It is empty." : window.StartsWith("<") ? new SitemapMarkup(window, collector).Read() : ReadLines(window, collector);
        return collector.ToContent(stream.IsCut ? $"Only its first {MaxBytes / 1024 / 1024} MB were read." : trouble);
    }

    private static string? ReadLines(TextWindow window, SitemapCollector collector)
    {
        var line = new StringBuilder();
        while (!collector.IsFull && !window.IsAtEnd())
        {
            window.TakeThrough("\n", line.Clear(), WebUrl.MaxLength);
            collector.AddLine(line.ToString());
        }

        return collector.IsEmpty ? "It is no sitemap: there is no URL in it." : null;
    }

    // A byte order mark is seen to by the reader.
    private static Encoding EncodingOf(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf("?>"u8);
        var declaration = end < 0 ? "" : Encoding.ASCII.GetString(head[..end]);
        var at = declaration.IndexOf("encoding=", StringComparison.Ordinal);
        if (at < 0 || at + 10 >= declaration.Length)
            return Encoding.UTF8;
        var quoted = declaration.AsSpan(at + 10);
        var length = quoted.IndexOfAny('"', '\'');
        // UTF-16 that can be read as ASCII is none.
        return length > 0 && Charsets.Find(quoted[..length].ToString()) is { } encoding && encoding.GetByteCount("<") == 1 ? encoding : Encoding.UTF8;
    }
}
