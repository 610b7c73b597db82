using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Trawl.Api.Database;

namespace Trawl.Api.Search.Vectors;

/// <summary>pgvector: the database does it, by an HNSW index where <see cref="PgVectorMaintenance"/> has made one.</summary>
/// <param name="database">Where the extension is installed.</param>
/// <param name="version">Its version.</param>
internal sealed class PgVectorIndex(NpgsqlDataSource database, Version version) : IVectorIndex
{
    private static readonly Version IterativeScans = new(0, 8);

    public async Task<IReadOnlyList<Hit>?> NearestAsync(Model model, float[] vector, Guid[]? sources, int limit, CancellationToken cancellationToken)
    {
        var chunks = NearestDocuments.ChunksFor(limit);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        // The index gives so many candidates at most, and only then the source is looked at: newer versions go on until there are enough.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select set_config('hnsw.ef_search', '{Math.Clamp(chunks, 40, 1000)}', true)"));
        if (version >= IterativeScans)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('hnsw.iterative_scan', 'strict_order', true)"));
        batch.BatchCommands.Add(Query(model, vector, sources, chunks));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var settings = batch.BatchCommands.Count - 1; settings > 0; settings--)
            await reader.NextResultAsync(cancellationToken);
        var hits = new List<Hit>(chunks);
        while (await reader.ReadAsync(cancellationToken))
            hits.Add(new Hit(reader.GetGuid(0), reader.GetInt64(1), 1 - reader.GetDouble(2)));
        return NearestDocuments.Of(hits, limit);
    }

    private static NpgsqlBatchCommand Query(Model model, float[] vector, Guid[]? sources, int chunks)
    {
        // The model and its length are written out: a partial index on a cast is only used where both stand in the query.
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            select c.document_id, c.id, e.vector::vector({model.Dimensions}) <=> $1::vector({model.Dimensions}) as distance
            from embeddings e join chunks c on c.id = e.chunk_id
            where e.model_id = {model.Id} and ($2::uuid[] is null or c.source_id = any($2))
            order by e.vector::vector({model.Dimensions}) <=> $1::vector({model.Dimensions}) limit {chunks}
            """);
        var query = new NpgsqlBatchCommand(sql);
        query.Parameters.Add(new NpgsqlParameter<float[]> { TypedValue = vector });
        query.Parameters.Add(new NpgsqlParameter { Value = (object?)sources ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        return query;
    }
}
