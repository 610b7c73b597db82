namespace Trawl.Api.Search.Vectors;

/// <summary>From chunks, nearest first, to documents.</summary>
internal static class NearestDocuments
{
    /// <summary>Chunks to look at for so many documents: a document's chunks are often near each other.</summary>
    public static int ChunksFor(int documents) => documents * 4;

    public static List<Hit> Of(IEnumerable<Hit> chunks, int limit)
    {
        var seen = new HashSet<Guid>();
        return [.. chunks.Where(chunk => seen.Add(chunk.DocumentId)).Take(limit)];
    }
}
