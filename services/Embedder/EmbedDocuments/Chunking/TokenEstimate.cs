using System.Text;

namespace Trawl.Embedder.EmbedDocuments.Chunking;

/// <summary>
/// How many tokens a text is, near enough to size chunks by, without any model's tokenizer. Counted in quarters: a token is about four
/// Latin characters, two of other alphabets, one ideograph.
/// </summary>
internal static class TokenEstimate
{
    public const int QuartersPerToken = 4;

    public static int Tokens(ReadOnlySpan<char> text) => (Quarters(text) + QuartersPerToken - 1) / QuartersPerToken;

    public static int Quarters(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
            return text.Length;
        var quarters = 0;
        foreach (var c in text)
            quarters += Quarters(c);
        return quarters;
    }

    public static int Quarters(char c) => c < 0x80 ? 1 : c < 0x2E80 ? 2 : 4;
}
