using Trawl.Api.Database;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Results.Embedding;

/// <summary>What has to happen to the stored chunks of some documents, so that they are as they were embedded.</summary>
internal sealed class ChunkChanges
{
    public readonly record struct NewChunk(Guid DocumentId, EmbeddedChunk Chunk);

    /// <summary>Documents that can be stored.</summary>
    public List<EmbeddedDocument> Documents { get; } = [];

    /// <summary>Documents of which a chunk was left out that is not stored.</summary>
    public HashSet<Guid> EmbedAgain { get; } = [];

    /// <summary>Rows that stay, with their vectors.</summary>
    public List<long> Kept { get; } = [];

    /// <summary>Those of them that stand elsewhere now. Nothing else of a row can differ: the hash is of all of its text.</summary>
    public List<long> Moved { get; } = [];
    public List<int> MovedTo { get; } = [];
    public List<NewChunk> New { get; } = [];

    public static async Task<ChunkChanges> OfAsync(
        TrawlDbContext db, List<EmbeddedDocument> documents, short[] modelIds, CancellationToken cancellationToken)
    {
        var known = await KnownRows.ReadAsync(db, documents, modelIds, cancellationToken);
        var changes = new ChunkChanges();
        foreach (var document in documents)
            changes.Add(document, known, hasVectors: modelIds.Length > 0);
        return changes;
    }

    private void Add(EmbeddedDocument document, KnownRows known, bool hasVectors)
    {
        var (kept, moved, added) = (Kept.Count, Moved.Count, New.Count);
        foreach (var chunk in document.Chunks)
        {
            if (known.TryTake(document.DocumentId, chunk, out var row))
            {
                Kept.Add(row.Id);
                if (row.Index == chunk.Index)
                    continue;
                Moved.Add(row.Id);
                MovedTo.Add(chunk.Index);
            }
            // Without vectors because every model failed: stored as it is, to be found by its words.
            else if (!KnownRows.IsLeftOut(chunk) || !hasVectors)
            {
                New.Add(new NewChunk(document.DocumentId, chunk));
            }
            else
            {
                EmbedAgain.Add(document.DocumentId);
                Kept.RemoveRange(kept, Kept.Count - kept);
                Moved.RemoveRange(moved, Moved.Count - moved);
                MovedTo.RemoveRange(moved, MovedTo.Count - moved);
                New.RemoveRange(added, New.Count - added);
                return;
            }
        }

        Documents.Add(document);
    }
}
