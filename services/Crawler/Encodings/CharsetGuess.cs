using System.Buffers;
using System.Text;

namespace Trawl.Crawler.Encodings;

/// <summary>
/// The encoding of text that is not UTF-8 and says nothing, or something untrue: whichever of a few makes it read like a language.
/// Cyrillic and East Asian pages are recognised by their commonest letters; all others are taken for windows-1252, as browsers do.
/// </summary>
internal static class CharsetGuess
{
    private const int Sample = 4096;

    // The dot in the middle (U+30FB) is what its decoders put for what they cannot read.
    // Weights make the shares comparable: every second character of Japanese is kana, but hardly a seventh of Chinese is among its commonest.
    private static readonly (int CodePage, double Weight, Func<char, bool> IsCommon)[] Candidates =
    [
        (932, 1.6, static c => c is >= '\u3041' and <= '\u30FC' and not '\u30FB'),
        (51932, 1.6, static c => c is >= '\u3041' and <= '\u30FC' and not '\u30FB'),
        (51949, 1, static c => c is >= '\uAC00' and <= '\uD7A3'),
        (1251, 1, static c => Cyrillic!.Contains(c)),
        (20866, 1, static c => Cyrillic!.Contains(c)),
        (28595, 1, static c => Cyrillic!.Contains(c)),
        (54936, 2.5, static c => Simplified!.Contains(c)),
        (950, 2.5, static c => Traditional!.Contains(c)),
    ];

    private static readonly SearchValues<char> Cyrillic = SearchValues.Create("оеаинтсрвлкмдпуяыьгзбчй");
    private static readonly SearchValues<char> Simplified = SearchValues.Create("的一是不了人我在有他这中大来上国个到说们为子和你地出会时要也就可以对生能而那得于着下自之年过后里没多好小心学想样用好看起发当然家种事方法文网页站新公司");
    private static readonly SearchValues<char> Traditional = SearchValues.Create("的一是不了人我在有他這中大來上國個到說們為子和你地出會時要也就可以對生能而那得於著下自之年過後裡沒多好小心學想樣用看起發當然家種事方法文網頁站新公司");

    /// <param name="bytes">The page; its beginning is looked at.</param>
    public static Encoding Of(ReadOnlySpan<byte> bytes)
    {
        // Skips what is the same in all of them: a page's head is long.
        var first = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        if (first < 0)
            return Charsets.Western;
        bytes = bytes.Slice(first, Math.Min(Sample, bytes.Length - first));
        // Western letters with accents stand alone among plain ones; those of other scripts stand together.
        if (TogetherIn(bytes) < 0.6)
            return Charsets.Western;
        var (best, score) = (Charsets.Western, 0.35);
        foreach (var (codePage, weight, isCommon) in Candidates)
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
            var share = weight * ShareOf(encoding.GetString(bytes), isCommon);
            if (share > score)
                (best, score) = (encoding, share);
        }

        return best;
    }

    private static double TogetherIn(ReadOnlySpan<byte> bytes)
    {
        var (high, together) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80)
                continue;
            high++;
            if ((i > 0 && bytes[i - 1] >= 0x80) || (i + 1 < bytes.Length && bytes[i + 1] >= 0x80))
                together++;
        }

        return together / (double)Math.Max(1, high);
    }

    // Of what is not ASCII. What cannot be decoded counts heavily against it, as do characters that no page has.
    private static double ShareOf(string text, Func<char, bool> isCommon)
    {
        var (all, common) = (0, 0);
        foreach (var c in text)
        {
            if (c < '\u0080')
                continue;
            all++;
            if (isCommon(c))
                common++;
            else if (c is '\uFFFD' or (>= '\u0080' and < '\u00A0') or (>= '\uE000' and < '\uF900') or (>= '\uFF61' and <= '\uFF9F'))
                common -= 2;
        }

        return common / (double)Math.Max(1, all);
    }
}
