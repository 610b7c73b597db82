using System.Globalization;

namespace Trawl.Embedder.Models.Hashing;

/// <summary>
/// What becomes of each UTF-16 unit before it is hashed: lower case, without its diacritics, or no part of a word at all. Tables of our
/// own, because normalisation by the platform's ICU differs between versions and a vector must not.
/// </summary>
internal static class Alphabet
{
    public const char Separator = '\0';

    /// <summary>Combining marks: neither a letter nor the end of a word.</summary>
    public const char Dropped = '\u0001';

    /// <summary>From here on scripts write without spaces, and one character says about as much as a syllable.</summary>
    public const char FirstIdeograph = '\u2E80';

    private const string LatinFrom00C0 =
        "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll." +
        ".llnnnnnn.nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs" +
        "b......................i........oo.............uu..............." +
        ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...." +
        "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............" +
        "...b............";

    private const string LatinFrom1E00 =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" +
        "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
        "wwwwwwwwwwxxxxyyzzzzzzhtwy....s.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
        "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

    private static readonly char[] Folded = Build();

    public static ReadOnlySpan<char> Fold => Folded;

    private static char[] Build()
    {
        var table = new char[char.MaxValue + 1];
        for (var c = 0; c < table.Length; c++)
            table[c] = Of((char)c);
        return table;
    }

    private static char Of(char c)
    {
        var latin = c switch
        {
            >= '\u00C0' and < '\u0250' => LatinFrom00C0[c - '\u00C0'],
            >= '\u1E00' and < '\u1F00' => LatinFrom1E00[c - '\u1E00'],
            _ => '.',
        };
        if (latin != '.')
            return latin;
        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => Dropped,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => char.ToLowerInvariant(c),
            UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber or UnicodeCategory.Surrogate => c,
            _ => Separator,
        };
    }
}
