using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Trawl.Crawler.Extraction.Encodings;

namespace Trawl.Crawler.Extraction;

/// <summary>The decoded body of a page, in a rented buffer. Dispose it to give the buffer back.</summary>
internal sealed class PageText : IDisposable
{
    private const int MetaPrescan = 4096;

    static PageText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private readonly char[] buffer;
    private readonly int length;

    private PageText(char[] buffer, int length) => (this.buffer, this.length) = (buffer, length);

    public ReadOnlyMemory<char> Chars => buffer.AsMemory(0, length);

    /// <summary>
    /// Decodes by byte order mark, then header, then meta element, then UTF-8 or else windows-1252. A declaration that the
    /// bytes contradict is not believed: text that is valid UTF-8 beyond ASCII is no single-byte text, and the other way round.
    /// </summary>
    /// <param name="bytes">The body.</param>
    /// <param name="headerCharset">From Content-Type; null when it names none.</param>
    /// <param name="isHtml">Whether to look for a meta element.</param>
    public static PageText Decode(ReadOnlySpan<byte> bytes, string? headerCharset, bool isHtml)
    {
        var encoding = Choose(bytes, headerCharset, isHtml, out var skip);
        bytes = bytes[skip..];
        var chars = ArrayPool<char>.Shared.Rent(Math.Max(1, encoding.GetMaxCharCount(bytes.Length)));
        return new PageText(chars, encoding.GetChars(bytes, chars));
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(buffer);

    private static Encoding Choose(ReadOnlySpan<byte> bytes, string? headerCharset, bool isHtml, out int skip)
    {
        skip = 0;
        if (bytes.StartsWith("\uFEFF"u8))
        {
            skip = 3;
            return Encoding.UTF8;
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            skip = 2;
            return bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
        }

        var fromHeader = Charsets.Find(headerCharset);
        if (Utf8.IsValid(bytes) && (fromHeader is null || fromHeader.IsSingleByte))
        {
            var fromMeta = isHtml && !Ascii.IsValid(bytes) ? MetaCharset.Find(bytes[..Math.Min(bytes.Length, MetaPrescan)]) : null;
            return fromMeta is { IsSingleByte: false } ? fromMeta : Encoding.UTF8;
        }

        if (fromHeader is not null && fromHeader is not UTF8Encoding)
            return fromHeader;
        var declared = isHtml ? MetaCharset.Find(bytes[..Math.Min(bytes.Length, MetaPrescan)]) : null;
        // Not UTF-8, though the header may have said so: the page itself may know better. A few broken bytes are no other encoding.
        return declared is not null and not UTF8Encoding ? declared : fromHeader ?? declared ?? Charsets.Western;
    }
}
