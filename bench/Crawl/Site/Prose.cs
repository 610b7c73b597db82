using System.Text;

namespace Trawl.Crawl.Site;

/// <summary>Text that is distributed like English and the same on every machine: a few words make up most of it, most words are rare.</summary>
internal sealed class Prose(int seed)
{
    private const int Words = 12_000;

    private static readonly string[] Common =
        ["the", "of", "and", "to", "in", "is", "that", "for", "it", "as", "with", "on", "be", "by", "are", "this", "from", "or", "which", "can", "an", "not", "when",
         "value", "server", "connection", "setting", "returns", "client", "message", "default", "example", "option", "table", "function"];

    private static readonly string[] Onsets = ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl", "cr", "ch"];
    private static readonly string[] Rimes = ["a", "e", "i", "o", "an", "en", "in", "or", "al", "er", "is", "ate", "ive", "ound", "ect", "ing", "ment"];

    // Most words are just words.
    private static readonly (string, string)[] Inline =
        [("<code class=\"literal\">", "</code>"), ("<em class=\"replaceable\"><code>", "</code></em>"), ("<span class=\"emphasis\"><em>", "</em></span>"), ("<strong class=\"command\">", "</strong>"),
         .. Enumerable.Repeat(("", ""), 20)];

    private static readonly string[] Vocabulary = Make();

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public string Word() => Vocabulary[(int)(Math.Pow(Vocabulary.Length + 1, _random.NextDouble()) - 1)];

    /// <summary>So many words, as a title.</summary>
    public string Title(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Capital(Word())));

    /// <summary>A sentence, with so much markup in it as PostgreSQL's manual has.</summary>
    public void Sentence(StringBuilder html)
    {
        html.Append(Capital(Word()));
        for (var words = 7 + _random.Next(14); words > 0; words--)
        {
            html.Append(words == 5 ? ", " : " ");
            var (open, close) = Inline[_random.Next(Inline.Length)];
            html.Append(open).Append(Word()).Append(close);
        }

        html.Append(". ");
    }

    /// <summary>A sentence of nothing but words.</summary>
    public string Plain() => $"{Capital(Word())} {string.Join(' ', Enumerable.Range(0, 12).Select(_ => Word()))}.";

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string[] Make()
    {
        var random = new Random(4);
        var made = new HashSet<string>(Common, StringComparer.Ordinal);
        while (made.Count < Words)
            made.Add(string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Onsets[random.Next(Onsets.Length)] + Rimes[random.Next(Rimes.Length)])));
        return [.. Common, .. made.Skip(Common.Length)];
    }
}
