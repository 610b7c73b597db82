using Npgsql;
using Trawl.PrivatePostgres;

namespace Trawl.TestSupport;

/// <summary>
/// A real PostgreSQL for tests: one a test process, started at the first use, gone with the process however it ends.
/// <c>TRAWL_TEST_POSTGRES</c>, the connection string of a superuser, makes tests use that server instead.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // Nothing here outlives the test: all that makes data safe is off.
    private static readonly string[] Settings =
        ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400", "shared_buffers=128MB", "autovacuum_naptime=10s"];

    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => Task.Run(StartSharedAsync));

    private readonly PostgresCluster? _cluster;
    private readonly string _administration;

    private PostgresServer(PostgresCluster? cluster, string administration)
    {
        _cluster = cluster;
        _administration = administration;
    }

    /// <summary>This test process's server.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>A fresh database on the shared server: its connection string. With a template (a connection string of this server), a copy of that.</summary>
    public static async Task<string> CreateDatabaseAsync(string? template = null) => await (await SharedAsync()).NewDatabaseAsync(template);

    /// <summary>A server of the caller's own, to be stopped by the caller.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var binaries = PostgresBinaries.Find();
        var template = PostgresTemplate.Get(binaries);
        var directory = PostgresTemplate.NewDirectory();
        var data = Path.Combine(directory, "data");
        PostgresCluster.Copy(template, data);
        var cluster = await PostgresCluster.StartAsync(binaries, data, Settings, disposable: true);
        return new PostgresServer(cluster, cluster.ConnectionString("postgres") + ";Pooling=false");
    }

    /// <summary>A fresh database on this server: its connection string.</summary>
    public async Task<string> NewDatabaseAsync(string? template = null)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(_administration);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = template is null
            ? $"create database {name}"
            : $"create database {name} template {new NpgsqlConnectionStringBuilder(template).Database}";
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_administration) { Database = name, Pooling = true, IncludeErrorDetail = true }.ConnectionString;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    private static Task<PostgresServer> StartSharedAsync() =>
        Environment.GetEnvironmentVariable("TRAWL_TEST_POSTGRES") is { Length: > 0 } given
            ? Task.FromResult(new PostgresServer(null, new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString))
            : StartAsync();
}
