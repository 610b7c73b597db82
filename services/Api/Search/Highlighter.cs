using System.Text.RegularExpressions;
using Npgsql;

namespace Trawl.Api.Search;

/// <summary>The fragments of a passage that the query's words are in, as HTML that is safe to show: words in mark elements, all else escaped.</summary>
internal sealed partial class Highlighter(NpgsqlDataSource database)
{
    // Private-use characters stand for the marks until everything around them is escaped. They are taken out of the text before.
    private const char Start = '\uE000';
    private const char Stop = '\uE001';
    private const char Next = '\uE002';

    // For <, with which a text could begin what ts_headline takes for a tag, and drops.
    private const char Less = '\uE003';

    // Slow, since it parses the text anew: only for the passages that are shown.
    private const string Sql = """
        select ts_headline('english', text, replace(plainto_tsquery('english', $2)::text, '&', '|')::tsquery, $3)
        from unnest($1) with ordinality as passage(text, place) order by place
        """;

    private static readonly string Settings =
        $"StartSel=\"{Start}\", StopSel=\"{Stop}\", FragmentDelimiter=\"{Next}\", MaxFragments=3, MaxWords=30, MinWords=8, ShortWord=0";

    public async Task<IReadOnlyList<IReadOnlyList<string>>> MarkAsync(string query, IReadOnlyList<string> passages, CancellationToken cancellationToken)
    {
        if (passages.Count == 0)
            return [];
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. passages.Select(Plain)] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = KeywordSearch.WordsOf(query) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Settings });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var marked = new List<IReadOnlyList<string>>();
        while (await reader.ReadAsync(cancellationToken))
            marked.Add(Fragments(reader.GetString(0)));
        return marked;
    }

    /// <summary>Without a word found, ts_headline shows the beginning of the text, which is no highlight.</summary>
    private static IReadOnlyList<string> Fragments(string headline) =>
    [
        .. headline.Split(Next)
            .Where(fragment => fragment.Contains(Start))
            .Select(fragment => Escape(Blanks().Replace(fragment, " ").Replace(Less, '<').Trim())
                .Replace($"{Start}", "<mark>", StringComparison.Ordinal).Replace($"{Stop}", "</mark>", StringComparison.Ordinal)),
    ];

    /// <summary>Only what HTML reads otherwise. The framework's encoders also make references of letters, which whoever shows text and not HTML would see.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>Markdown without its marks: a fragment is too short for a link's address.</summary>
    private static string Plain(string markdown) => Marks().Replace(Links().Replace(markdown, "$1"), "$1").Replace('<', Less);

    [GeneratedRegex(@"!?\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+""[^""]*"")?\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"[\uE000-\uE003]|\\([!-/:-@\[-`{-~])|`+|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+|^[ \t]*\|?[ \t]*:?-{3,}.*$", RegexOptions.Multiline)]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
