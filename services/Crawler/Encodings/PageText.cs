using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Trawl.Crawler.Encodings;

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
    /// Decodes by byte order mark, then header, then meta element, then as it looks. A declaration that the bytes contradict is not
    /// believed: text that is valid UTF-8 beyond ASCII is in no other encoding, and text that hardly ever is valid is not UTF-8.
    /// </summary>
    /// <param name="bytes">The body.</param>
    /// <param name="headerCharset">From Content-Type; null when it names none.</param>
    /// <param name="isHtml">Whether to look for a meta element.</param>
    public static PageText Decode(ReadOnlySpan<byte> bytes, string? headerCharset, bool isHtml)
    {
        var encoding = Choose(bytes, headerCharset, isHtml, out var skip);
        bytes = bytes[skip..];
        var chars = ArrayPool<char>.Shared.Rent(Math.Max(1, encoding.GetMaxCharCount(bytes.Length)));
        var length = encoding.GetChars(bytes, chars);
        // No character, and the parser's sign for the end of the page.
        chars.AsSpan(0, length).Replace('\uFFFF', '\uFFFD');
        return new PageText(chars, length);
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

        if (Utf16.Of(bytes) is { } wide)
            return wide;
        var fromHeader = Charsets.Find(headerCharset);
        if (Utf8.IsValid(bytes) && (Ascii.IsValid(bytes) ? fromHeader is null or { IsSingleByte: true } : !Doubtful(bytes, fromHeader)))
            return DeclaredIfAscii(bytes, isHtml);
        if (fromHeader is not null and not UTF8Encoding and not UnicodeEncoding)
            return fromHeader;
        var declared = isHtml ? MetaCharset.Find(Head(bytes)) : null;
        if (declared is not null and not UTF8Encoding)
            return declared;
        // Not UTF-8, though it may say so. A few broken bytes are no other encoding.
        return (fromHeader ?? declared) is UTF8Encoding && IsMostlyUtf8(bytes) ? Encoding.UTF8 : CharsetGuess.Of(bytes);
    }

    // A few characters may be valid in UTF-8 and mean something else in an encoding of several bytes a character.
    private static bool Doubtful(ReadOnlySpan<byte> bytes, Encoding? fromHeader) =>
        fromHeader is { IsSingleByte: false } and not UTF8Encoding && CountHigh(bytes) < 24;

    // All that is ASCII is valid UTF-8; ISO-2022-JP is, too, and says what it is.
    private static Encoding DeclaredIfAscii(ReadOnlySpan<byte> bytes, bool isHtml) =>
        isHtml && bytes.Contains((byte)0x1B) && MetaCharset.Find(Head(bytes)) is { IsSingleByte: false } declared ? declared : Encoding.UTF8;

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var (valid, broken) = (0, 0);
        for (var rest = bytes; !rest.IsEmpty;)
        {
            var status = Rune.DecodeFromUtf8(rest, out _, out var consumed);
            if (status != OperationStatus.Done)
                broken++;
            else if (consumed > 1)
                valid++;
            rest = rest[consumed..];
        }

        return valid >= broken;
    }

    private static int CountHigh(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var value in bytes)
            count += value >> 7;
        return count;
    }

    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, MetaPrescan)];
}
