using Trawl.Api.Database;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Results.Embedding;

/// <summary>
/// The stored chunks that an Embedder was told of and has left out. One that is not there any more, or not with vectors of all the
/// models, was replaced meanwhile for another job: its document has to be embedded anew, whole.
/// </summary>
internal sealed class KnownRows
{
    private readonly Dictionary<(Guid DocumentId, Guid Hash), Queue<StoredChunk>> _rows = [];

    public readonly record struct StoredChunk(long Id, int Index);

    /// <summary>Those of documents in which something was left out, as far as they have vectors of these models.</summary>
    public static async Task<KnownRows> ReadAsync(
        TrawlDbContext db, List<EmbeddedDocument> documents, short[] modelIds, CancellationToken cancellationToken)
    {
        var known = new KnownRows();
        var ids = documents.FindAll(d => d.Chunks.Any(IsLeftOut)).ConvertAll(d => d.DocumentId).ToArray();
        if (ids.Length == 0)
            return known;
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            select c.document_id, c.hash, c.id, c.index from chunks c
            where c.document_id = any($1) and c.hash is not null
              and cardinality($2) = (select count(*) from embeddings e where e.chunk_id = c.id and e.model_id = any($2))
            order by c.document_id, c.index
            """,
            ids, modelIds);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = (reader.GetGuid(0), reader.GetGuid(1));
            if (!known._rows.TryGetValue(key, out var rows))
                known._rows[key] = rows = new Queue<StoredChunk>();
            rows.Enqueue(new StoredChunk(reader.GetInt64(2), reader.GetInt32(3)));
        }

        return known;
    }

    public static bool IsLeftOut(EmbeddedChunk chunk)
    {
        if (chunk.Hash is null)
            return false;
        foreach (var vector in chunk.Vectors)
            if (vector.Length > 0)
                return false;
        return true;
    }

    /// <summary>The row of a chunk that was left out; each row once.</summary>
    public bool TryTake(Guid documentId, EmbeddedChunk chunk, out StoredChunk row)
    {
        row = default;
        return IsLeftOut(chunk) && _rows.TryGetValue((documentId, chunk.Hash!.Value), out var rows) && rows.TryDequeue(out row);
    }
}
