using System.Data;
using Npgsql;

namespace Trawl.Api.Search.Vectors;

/// <summary>
/// Keeps one model's vectors in memory as the database has them. Chunk ids only grow, but their transactions may commit in another order:
/// the mark below which nothing new can come is moved up only when every transaction that was running has ended.
/// </summary>
internal sealed class VectorLoader(NpgsqlDataSource database, short modelId, int dimensions, int most, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Recount = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private MemoryVectors _vectors = new(dimensions);
    private DateTimeOffset _countedAt = DateTimeOffset.MinValue;

    // All chunks up to the mark are loaded. Those up to the next mark will be when no transaction older than its horizon runs any more.
    private long _mark;
    private long _nextMark;
    private long _horizon;

    /// <summary>There were too many at the last count.</summary>
    public bool IsOverfull { get; private set; }

    /// <summary>All vectors committed before the call; null when there are more than may be held.</summary>
    public async Task<MemoryVectors?> CurrentAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            if (time.GetUtcNow() - _countedAt > Recount)
                await CountAsync(connection, cancellationToken);
            if (IsOverfull)
                return null;
            await LoadAsync(connection, cancellationToken);
            if (_vectors.Count > most)
            {
                Reset();
                IsOverfull = true;
                return null;
            }

            return _vectors;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Now and then: whether there are too many, and whether so many were deleted that it is time to begin anew.</summary>
    private async Task CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select count(*) from embeddings where model_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = modelId });
        var stored = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        _countedAt = time.GetUtcNow();
        IsOverfull = stored > most;
        if (IsOverfull || _vectors.Count > stored * 5 / 4 + 1000)
            Reset();
    }

    private void Reset()
    {
        _vectors = new MemoryVectors(dimensions);
        (_mark, _nextMark, _horizon) = (0, 0, 0);
    }

    private async Task LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (oldest, next) = await RunningAsync(connection, cancellationToken);
        var missing = await MissingAsync(connection, cancellationToken);
        var last = Math.Max(_nextMark, missing.Count > 0 ? missing[^1] : 0);
        if (missing.Count > 0)
            await ReadAsync(connection, missing, cancellationToken);
        if (oldest == next)
            (_mark, _nextMark, _horizon) = (last, last, next);
        else if (oldest >= _horizon)
            (_mark, _nextMark, _horizon) = (_nextMark, last, next);
    }

    /// <summary>The oldest transaction that still ran when this one began, and the first that had not begun.</summary>
    private static async Task<(long Oldest, long Next)> RunningAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint from pg_current_snapshot() s", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private async Task<List<long>> MissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select chunk_id from embeddings where chunk_id > $1 and model_id = $2 order by chunk_id", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _mark });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = modelId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var missing = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!_vectors.Contains(reader.GetInt64(0)))
                missing.Add(reader.GetInt64(0));
        }

        return missing;
    }

    private async Task ReadAsync(NpgsqlConnection connection, List<long> missing, CancellationToken cancellationToken)
    {
        // By range where nearly all of it is wanted: a list of 200,000 ids is no condition.
        await using var command = new NpgsqlCommand($"""
            select e.chunk_id, c.document_id, c.source_id, e.vector from embeddings e join chunks c on c.id = e.chunk_id
            where e.model_id = $1 and {(missing.Count > 1000 ? "e.chunk_id between $2[1] and $2[2]" : "e.chunk_id = any($2)")}
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = modelId });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = missing.Count > 1000 ? [missing[0], missing[^1]] : [.. missing] });
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _vectors.Add(reader.GetInt64(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetFieldValue<float[]>(3));
    }
}
