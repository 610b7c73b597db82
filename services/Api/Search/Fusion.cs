namespace Trawl.Api.Search;

/// <summary>
/// Reciprocal rank fusion: two lists whose scores cannot be compared become one by their ranks. A document's passage is that of the list
/// where it stands higher.
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
        var ranks = new Dictionary<Guid, int>();
        Add(keyword, KeywordWeight);
        Add(semantic, 1);
        return [.. merged.Values.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.ChunkId).Take(limit)];

        void Add(IReadOnlyList<Hit> hits, double weight)
        {
            for (var rank = 0; rank < hits.Count; rank++)
            {
                var (documentId, chunkId, _) = hits[rank];
                var score = weight / (K + rank + 1) / Best;
                if (ranks.TryGetValue(documentId, out var earlier))
                {
                    var known = merged[documentId];
                    merged[documentId] = new Hit(documentId, earlier <= rank ? known.ChunkId : chunkId, known.Score + score);
                }
                else
                {
                    ranks.Add(documentId, rank);
                    merged.Add(documentId, new Hit(documentId, chunkId, score));
                }
            }
        }
    }
}
