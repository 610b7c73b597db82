using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Trawl.Api.Search;

/// <summary>By words: PostgreSQL's full-text search over title, headings and text of each chunk.</summary>
internal sealed partial class KeywordSearch(NpgsqlDataSource database)
{
    // Most chunks that are ranked: ranking reads each one, and a word that is everywhere says nothing anyway.
    private const int MostRanked = 20_000;

    // Three views of how well a chunk fits, none of which does alone. How often the words come (ts_rank) knows nothing of their being
    // together; how near they are (ts_rank_cd, which has no upper bound) makes long lists win; and a page whose title has the words is
    // more likely about them than one that mentions them.
    private const string Strict = $"""
        with q as materialized (select websearch_to_tsquery('english', $1) as every, {AnyWord} as any),
        ranked as (
            select c.document_id, c.id, ts_rank('{Weights}', c.words, q.every) as often,
                   ts_rank_cd('{Weights}', c.words, q.every) as near, ts_rank('{TitleWeights}', c.words, q.any) as titled
            from chunks c, q where c.words @@ q.every and ($3::uuid[] is null or c.source_id = any($3)) limit $4),
        scored as (select document_id, id, (often + 0.6 * near / (0.4 + near) + 0.6 * titled) / 2.2 as score from ranked),
        {BestOfEachDocument}
        """;

    private const string Loose = $"""
        with q as materialized (select {AnyWord} as any),
        scored as (
            select c.document_id, c.id,
                   (0.7 * ts_rank('{Weights}', c.words, q.any) + 0.6 * ts_rank('{TitleWeights}', c.words, q.any)) / 1.3 as score
            from chunks c, q where c.words @@ q.any and ($3::uuid[] is null or c.source_id = any($3)) limit $4),
        {BestOfEachDocument}
        """;

    private const string BestOfEachDocument = """
        best as (select distinct on (document_id) document_id, id, score from scored order by document_id, score desc, id)
        select document_id, id, score::float8 from best order by score desc, id limit $5
        """;

    // plainto_tsquery quotes each lexeme, so that its text can be taken apart at the operators; what it makes of no words at all stays empty.
    private const string AnyWord = "replace(plainto_tsquery('english', $2)::text, '&', '|')::tsquery";

    private const string Weights = "{0.1, 0.2, 0.5, 1}";
    private const string TitleWeights = "{0, 0, 0.3, 1}";

    /// <summary>Documents with all the words, and below them, if there are fewer than asked for, those with some.</summary>
    /// <param name="query">As the user wrote it: quotes, minus and "or" mean what they mean to web search engines.</param>
    /// <param name="sources">Only these; null for all.</param>
    /// <param name="limit">Most documents.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<Hit>> FindAsync(string query, Guid[]? sources, int limit, CancellationToken cancellationToken)
    {
        var hits = await RunAsync(Strict, query, sources, limit, 0.5, 0.5, cancellationToken);
        // Who asked for a phrase, or for something to be absent, was not asking for some of the words.
        if (hits.Count >= limit || Operators().IsMatch(query))
            return hits;
        var found = hits.Select(hit => hit.DocumentId).ToHashSet();
        var loose = await RunAsync(Loose, query, sources, limit, 0, 0.5, cancellationToken);
        hits.AddRange(loose.Where(hit => found.Add(hit.DocumentId)).Take(limit - hits.Count));
        return hits;
    }

    /// <summary>The words alone, without what <see cref="FindAsync"/> takes for an order.</summary>
    public static string WordsOf(string query) => Excluded().Replace(query, " ");

    private async Task<List<Hit>> RunAsync(
        string sql, string query, Guid[]? sources, int limit, double least, double span, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = WordsOf(query) });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)sources ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostRanked });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var hits = new List<Hit>();
        while (await reader.ReadAsync(cancellationToken))
            hits.Add(new Hit(reader.GetGuid(0), reader.GetInt64(1), least + (span * Math.Clamp(reader.GetDouble(2), 0, 1))));
        return hits;
    }

    [GeneratedRegex("\"|(?<!\\S)-\\w")]
    private static partial Regex Operators();

    [GeneratedRegex("(?<!\\S)-(?:\"[^\"]*\"|\\S+)")]
    private static partial Regex Excluded();
}
