using System.Security.Cryptography;
using Npgsql;
using Trawl.PrivatePostgres;

namespace Trawl.AllInOne.Data;

/// <summary>The PostgreSQL that AllInOne runs for itself when it is given none: in the data directory, durable, behind a generated password.</summary>
internal sealed class PrivateDatabase : IAsyncDisposable
{
    // Sized for a laptop. fsync and synchronous_commit stay as they are: what was answered is kept.
    private static readonly string[] Settings =
    [
        "shared_buffers=128MB", "max_connections=100", "work_mem=16MB", "maintenance_work_mem=128MB", "random_page_cost=1.1", "jit=off",
        "wal_level=minimal", "max_wal_senders=0", "wal_compression=on", "max_wal_size=2GB", "checkpoint_timeout=15min", "log_checkpoints=off",
    ];

    // A fifth of what the server spent on a crawl was its own compression of texts and word lists, which is as old as it is slow. Not
    // among the settings: a server built without LZ4, or one too old for it, would not start with them.
    private const string Lz4WhereOffered = """
        do $$ declare setting text; begin
          for setting in select name from pg_settings where name in ('default_toast_compression', 'wal_compression') and 'lz4' = any(enumvals) loop
            execute format('alter database trawl set %I = lz4', setting);
          end loop;
        end $$
        """;

    private readonly PostgresCluster _cluster;

    private PrivateDatabase(PostgresCluster cluster, string connectionString)
    {
        _cluster = cluster;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <exception cref="PostgresException">It cannot be made or started.</exception>
    public static async Task<PrivateDatabase> StartAsync(DataDirectory directory, CancellationToken cancellationToken)
    {
        var binaries = PostgresBinaries.Find(PostgresCluster.MajorOf(directory.Cluster));
        var password = Password(directory.PasswordFile);
        PostgresCluster.Initialize(binaries, directory.Cluster, password);
        var cluster = await PostgresCluster.StartAsync(binaries, directory.Cluster, Settings, cancellationToken: cancellationToken);
        try
        {
            await PrepareAsync(cluster.ConnectionString("postgres", password) + ";Pooling=false", cancellationToken);
            return new PrivateDatabase(cluster, cluster.ConnectionString("trawl", password));
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        // Sessions that idle in the pool would otherwise be cut, which the server logs as faults.
        NpgsqlConnection.ClearAllPools();
        return _cluster.DisposeAsync();
    }

    private static async Task PrepareAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await CreateDatabaseAsync(connection, cancellationToken);
        await using var compress = new NpgsqlCommand(Lz4WhereOffered, connection);
        await compress.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CreateDatabaseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand("select 1 from pg_database where datname = 'trawl'", connection);
        if (await look.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = new NpgsqlCommand("create database trawl", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    // Any account of the machine can reach a loopback port: the password, in a file only ours, keeps the others out.
    private static string Password(string file)
    {
        if (File.Exists(file))
            return File.ReadAllText(file).Trim();
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var unfinished = file + ".new";
        File.Delete(unfinished);
        using (var stream = new FileStream(unfinished, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(stream))
            writer.WriteLine(password);
        File.Move(unfinished, file);
        return password;
    }
}
