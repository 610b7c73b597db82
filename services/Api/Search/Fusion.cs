namespace Trawl.Api.Search;

/// <summary>
/// Reciprocal rank fusion: two lists whose scores cannot be compared become one by their ranks. The passage shown of a document that both
/// name is the one with the words: it can be highlighted, and of a short one ("See also") a vector makes too much.
/// </summary>
internal static class Fusion
{
    // The constant of the paper (Cormack et al. 2009), which nobody has found a better one for.
    private const double K = 60;

    // The built-in model is lexical too, and knows less of words than the full-text index does.
    private const double KeywordWeight = 1.25;
    private const double Best = (KeywordWeight + 1) / (K + 1);

    public static List<Hit> Merge(IReadOnlyList<Hit> keyword, IReadOnlyList<Hit> semantic, int limit)
    {
        var merged = new Dictionary<Guid, Hit>();
        Add(keyword, KeywordWeight);
        Add(semantic, 1);
        return [.. merged.Values.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.ChunkId).Take(limit)];

        void Add(IReadOnlyList<Hit> hits, double weight)
        {
            for (var rank = 0; rank < hits.Count; rank++)
            {
                var hit = hits[rank] with { Score = weight / (K + rank + 1) / Best };
                merged[hit.DocumentId] = merged.TryGetValue(hit.DocumentId, out var known) ? known with { Score = known.Score + hit.Score } : hit;
            }
        }
    }
}
