namespace Trawl.Crawler.Extraction;

/// <summary>Attributes and headers that are lists of words.</summary>
internal static class Words
{
    /// <summary>Whether a list of words, separated by spaces or commas, has this one. In any case of letters.</summary>
    public static bool Has(ReadOnlySpan<char> list, string word)
    {
        if (list.Length < word.Length)
            return false;
        foreach (var range in list.SplitAny(' ', ',', '\t', '\n'))
        {
            if (list[range].Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
