using System.Globalization;
using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Search.Vectors;

/// <summary>Makes the extension, and an HNSW index for each model that has grown large enough to need one.</summary>
internal sealed partial class PgVectorMaintenance(NpgsqlDataSource database, ILogger<PgVectorMaintenance> logger)
{
    // Below this an exact scan takes milliseconds, and every vector stored would pay for an index that nobody needs.
    internal const int WorthAnIndex = 10_000;

    /// <summary>The installed version, after installing it if that is possible; null where it is not.</summary>
    public async Task<Version?> InstallAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await InstalledAsync(connection, cancellationToken) is { } version)
            return version;
        if (await ScalarAsync(connection, "select 1 from pg_available_extensions where name = 'vector'", cancellationToken) is null)
            return null;
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ScalarAsync(connection, $"select pg_advisory_xact_lock({AdvisoryLocks.VectorExtension})", cancellationToken);
            await ScalarAsync(connection, "create extension if not exists vector", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            LogMayNotInstall();
            return null;
        }

        return await InstalledAsync(connection, cancellationToken);
    }

    /// <summary>Makes what is missing. One replica at a time; the others come back later.</summary>
    public async Task IndexAsync(int worthAnIndex, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // Not waited for: a session that waits for a lock is one that "create index concurrently" waits for in turn.
        if (await ScalarAsync(connection, $"select pg_try_advisory_lock({AdvisoryLocks.VectorIndexes})", cancellationToken) is not true)
            return;
        try
        {
            foreach (var (id, name, dimensions) in await MissingAsync(connection, cancellationToken))
                await IndexAsync(connection, id, name, dimensions, worthAnIndex, cancellationToken);
        }
        finally
        {
            await ScalarAsync(connection, $"select pg_advisory_unlock({AdvisoryLocks.VectorIndexes})", CancellationToken.None);
        }
    }

    private async Task IndexAsync(NpgsqlConnection connection, short id, string name, int dimensions, int worthAnIndex, CancellationToken cancellationToken)
    {
        var enough = string.Create(CultureInfo.InvariantCulture, $"select count(*) from (select 1 from embeddings where model_id = {id} limit {worthAnIndex}) few");
        if (await ScalarAsync(connection, enough, cancellationToken) is not long count || count < worthAnIndex)
            return;
        LogIndexing(name);
        // What a killed replica left half made is in the way and of no use.
        var index = string.Create(CultureInfo.InvariantCulture, $"ix_embeddings_hnsw_{id}");
        await ScalarAsync(connection, $"drop index concurrently if exists {index}", cancellationToken);
        await ScalarAsync(connection, string.Create(CultureInfo.InvariantCulture,
            $"create index concurrently {index} on embeddings using hnsw ((vector::vector({dimensions})) vector_cosine_ops) where model_id = {id}"), cancellationToken);
        LogIndexed(name);
    }

    private static async Task<List<(short Id, string Name, int Dimensions)>> MissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            select m.id, m.name, m.dimensions from models m where not exists (
                select 1 from pg_index i join pg_class c on c.oid = i.indexrelid
                where i.indrelid = 'embeddings'::regclass and c.relname = 'ix_embeddings_hnsw_' || m.id and i.indisvalid)
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var missing = new List<(short, string, int)>();
        while (await reader.ReadAsync(cancellationToken))
            missing.Add((reader.GetInt16(0), reader.GetString(1), reader.GetInt32(2)));
        return missing;
    }

    private static async Task<Version?> InstalledAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await ScalarAsync(connection, "select extversion from pg_extension where extname = 'vector'", cancellationToken) is string text
            ? Version.Parse(text)
            : null;

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // Building an index over millions takes longer than any query may.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
