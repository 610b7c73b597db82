using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Results.Embedding;

/// <summary>Chunks and vectors into their tables, by COPY.</summary>
internal static class EmbedRows
{
    public sealed record OpenTask(string ContentHash, string Title);

    /// <summary>Those of the batch's documents that this job still waits for, with the hash of the text stored now.</summary>
    public static async Task<Dictionary<Guid, OpenTask>> TasksAsync(TrawlDbContext db, DocumentsEmbedded message, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add(
            "select t.document_id, d.content_hash, coalesce(d.title, '') from embed_tasks t join documents d on d.id = t.document_id where t.job_id = $1 and t.document_id = any($2)",
            message.JobId, message.Documents.Select(d => d.DocumentId).ToArray());
        var tasks = new Dictionary<Guid, OpenTask>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            tasks[reader.GetGuid(0)] = new OpenTask(reader.GetString(1), reader.GetString(2));
        return tasks;
    }

    /// <summary>Makes the documents' chunks those that were embedded; rows of what has not changed stay, and so do their vectors.</summary>
    public static async Task StoreAsync(
        TrawlDbContext db, Guid sourceId, ChunkChanges changes, Dictionary<Guid, OpenTask> tasks, IReadOnlyList<ModelOutcome> models,
        short[] modelIds, CancellationToken cancellationToken)
    {
        if (changes.EmbedAgain.Count > 0)
            await ForgetAsync(db, [.. changes.EmbedAgain], cancellationToken);
        if (changes.Documents.Count == 0)
            return;
        var ids = await MakeRoomAsync(db, changes, [.. models.Where(m => m.Error is null).Select(m => m.Model)], cancellationToken);
        if (changes.New.Count == 0)
            return;
        var numbered = changes.New.ConvertAll(n => new Numbered(ids.Dequeue(), n.DocumentId, n.Chunk));
        await CopyChunksAsync(db.Connection(), sourceId, numbered, tasks, cancellationToken);
        await CopyVectorsAsync(db.Connection(), numbered, modelIds, cancellationToken);
    }

    /// <summary>The tasks are done, the lease with them; what the worker did not get to may be leased again.</summary>
    public static async Task FinishAsync(JobTransaction transaction, Guid jobId, Guid leaseId, Guid[] done, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            with gone as (delete from embed_tasks where job_id = $1 and document_id = any($2) returning lease_id),
              left_over as (select lease_id, count(*)::int as n from gone where lease_id is not null and lease_id <> $3 group by lease_id)
            update leases l set size = l.size - left_over.n from left_over where l.id = left_over.lease_id
            """, jobId, done, leaseId);
        batch.Add("update embed_tasks set lease_id = null where job_id = $1 and lease_id = $2", jobId, leaseId);
        batch.Add("delete from leases where id = $1 or (job_id = $2 and kind = 1 and size <= 0)", leaseId, jobId);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // So that nothing is left out of them the next time.
    private static async Task ForgetAsync(TrawlDbContext db, Guid[] documents, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add("update documents set embedded_hash = null, embedded_models = '{}' where id = any($1)", documents);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>All but the new rows, for which it returns ids.</summary>
    private static async Task<Queue<long>> MakeRoomAsync(TrawlDbContext db, ChunkChanges changes, string[] worked, CancellationToken cancellationToken)
    {
        var documents = changes.Documents;
        var ids = new Queue<long>(changes.New.Count);
        await using var batch = db.CreateBatch();
        batch.Add("select nextval('chunks_id_seq') from generate_series(1, $1)", changes.New.Count);
        batch.Add("delete from chunks where document_id = any($1) and id <> all($2)", documents.ConvertAll(d => d.DocumentId).ToArray(), changes.Kept.ToArray());
        if (changes.Moved.Count > 0)
        {
            // Out of the way first: two that change places would meet in the unique index.
            batch.Add("update chunks set index = -1 - index where id = any($1)", changes.Moved.ToArray());
            batch.Add("update chunks c set index = n.index from unnest($1, $2) as n(id, index) where c.id = n.id", changes.Moved.ToArray(), changes.MovedTo.ToArray());
        }

        batch.Add(
            "update documents d set embedded_hash = n.h, embedded_models = $4, chunk_count = n.c from unnest($1, $2, $3) as n(i, h, c) where d.id = n.i",
            documents.ConvertAll(d => d.DocumentId).ToArray(), documents.ConvertAll(d => d.ContentHash).ToArray(),
            documents.ConvertAll(d => d.Chunks.Count).ToArray(), worked);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Enqueue(reader.GetInt64(0));
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return ids;
    }

    private static async Task CopyChunksAsync(
        NpgsqlConnection connection, Guid sourceId, List<Numbered> chunks, Dictionary<Guid, OpenTask> tasks, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy chunks (id, document_id, source_id, index, title, heading, text, tokens, hash) from stdin (format binary)", cancellationToken);
        foreach (var (id, documentId, chunk) in chunks)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(documentId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(sourceId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(chunk.Index, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(tasks[documentId].Title, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(StoredText.Of(chunk.Heading), NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(StoredText.Of(chunk.Text), NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(chunk.Tokens, NpgsqlDbType.Integer, cancellationToken);
            if (chunk.Hash is { } hash)
                await copy.WriteAsync(hash, NpgsqlDbType.Uuid, cancellationToken);
            else
                await copy.WriteNullAsync(cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task CopyVectorsAsync(NpgsqlConnection connection, List<Numbered> chunks, short[] modelIds, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy embeddings (chunk_id, model_id, vector) from stdin (format binary)", cancellationToken);
        foreach (var (id, _, chunk) in chunks)
            for (var i = 0; i < modelIds.Length && i < chunk.Vectors.Count; i++)
            {
                if (chunk.Vectors[i].Length == 0)
                    continue;
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
                await copy.WriteAsync(modelIds[i], NpgsqlDbType.Smallint, cancellationToken);
                await copy.WriteAsync(MemoryMarshal.Cast<byte, float>(chunk.Vectors[i]).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Real, cancellationToken);
            }

        await copy.CompleteAsync(cancellationToken);
    }

    private readonly record struct Numbered(long Id, Guid DocumentId, EmbeddedChunk Chunk);
}
