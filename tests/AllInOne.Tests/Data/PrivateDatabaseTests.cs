using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Trawl.AllInOne.Data;

namespace Trawl.AllInOne.Tests.Data;

public sealed class PrivateDatabaseTests : IClassFixture<PrivateDatabaseTests.OnceMade>, IDisposable
{
    private readonly string _root;

    public PrivateDatabaseTests(OnceMade made)
    {
        _root = Directory.CreateTempSubdirectory("trawl-test-").FullName;
        using var copy = Process.Start("cp", ["-Rp", made.Root + "/.", _root]);
        copy.WaitForExit();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Stopped_and_started_again_it_has_what_was_committed()
    {
        using var directory = DataDirectory.Take(_root);
        await using (var first = await PrivateDatabase.StartAsync(directory, CancellationToken.None))
            await ExecuteAsync(first, "create table kept (word text); insert into kept values ('still here')");

        await using var second = await PrivateDatabase.StartAsync(directory, CancellationToken.None);
        Assert.Equal("still here", await ExecuteAsync(second, "select word from kept"));
    }

    [Fact]
    public async Task Commits_are_durable()
    {
        using var directory = DataDirectory.Take(_root);
        await using var database = await PrivateDatabase.StartAsync(directory, CancellationToken.None);

        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
            Assert.Equal("on", await ExecuteAsync(database, $"show {setting}"));
    }

    [Theory]
    [InlineData("default_toast_compression")]
    [InlineData("wal_compression")]
    public async Task Texts_are_compressed_by_lz4_where_the_server_can(string setting)
    {
        using var directory = DataDirectory.Take(_root);
        await using var database = await PrivateDatabase.StartAsync(directory, CancellationToken.None);

        var offered = await ExecuteAsync(database, $"select coalesce(bool_or('lz4' = any(enumvals)), false)::text from pg_settings where name = '{setting}'");
        Assert.Equal(offered == "true", await ExecuteAsync(database, $"select coalesce(current_setting('{setting}', true), '')") == "lz4");
    }

    [Fact]
    public async Task Only_who_can_read_the_password_file_gets_in()
    {
        using var directory = DataDirectory.Take(_root);
        await using var database = await PrivateDatabase.StartAsync(directory, CancellationToken.None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory.PasswordFile));
        var wrong = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "guessed", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(connection.OpenAsync);
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal("127.0.0.1", await ExecuteAsync(database, "show listen_addresses"));
        Assert.Equal("", await ExecuteAsync(database, "show unix_socket_directories"));
    }

    [Fact]
    public async Task It_never_runs_as_root()
    {
        using var directory = DataDirectory.Take(_root);
        await using var database = await PrivateDatabase.StartAsync(directory, CancellationToken.None);

        using var server = Process.GetProcessById(ServerOf(directory));
        var owner = await File.ReadAllLinesAsync($"/proc/{server.Id}/status");
        Assert.DoesNotContain("Uid:\t0\t0\t0\t0", owner);
    }

    [Fact]
    public async Task A_server_that_an_owner_left_behind_is_stopped_and_its_data_taken_over()
    {
        using var directory = DataDirectory.Take(_root);
        await using var orphan = await PrivateDatabase.StartAsync(directory, CancellationToken.None);
        await ExecuteAsync(orphan, "create table kept (word text); insert into kept values ('still here')");
        var left = ServerOf(directory);

        await using var next = await PrivateDatabase.StartAsync(directory, CancellationToken.None);

        Assert.NotEqual(left, ServerOf(directory));
        Assert.Equal("still here", await ExecuteAsync(next, "select word from kept"));
    }

    [Fact]
    public async Task The_lock_file_of_a_dead_server_is_no_obstacle_even_if_its_number_lives_on()
    {
        using var directory = DataDirectory.Take(_root);
        await using (await PrivateDatabase.StartAsync(directory, CancellationToken.None))
        {
        }

        await File.WriteAllTextAsync(Path.Combine(directory.Cluster, "postmaster.pid"), $"{Environment.ProcessId}\n{directory.Cluster}\n1\n5432\n\n127.0.0.1\n");
        await using var database = await PrivateDatabase.StartAsync(directory, CancellationToken.None);
        Assert.Equal("1", await ExecuteAsync(database, "select '1'"));
    }

    [Fact]
    public async Task A_cluster_of_another_version_is_named_in_one_sentence()
    {
        using var directory = DataDirectory.Take(_root);
        await File.WriteAllTextAsync(Path.Combine(directory.Cluster, "PG_VERSION"), "9\n");

        var refused = await Assert.ThrowsAsync<Trawl.PrivatePostgres.PostgresException>(() => PrivateDatabase.StartAsync(directory, CancellationToken.None));
        Assert.Contains("made by PostgreSQL 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_initdb_that_was_killed_half_way_is_started_over()
    {
        using var directory = DataDirectory.Take(_root);
        Directory.Move(directory.Cluster, directory.Cluster + ".new");

        await using var database = await PrivateDatabase.StartAsync(directory, CancellationToken.None);
        Assert.Equal("1", await ExecuteAsync(database, "select '1'"));
    }

    /// <summary>A fresh data directory as the first start leaves it, stopped: making one takes seconds, copying it does not.</summary>
    public sealed class OnceMade : IAsyncLifetime
    {
        public string Root { get; } = Directory.CreateTempSubdirectory("trawl-test-").FullName;

        public async Task InitializeAsync()
        {
            // As root, PostgreSQL runs as another account, which must be let in.
            File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
            using var directory = DataDirectory.Take(Root);
            await using var database = await PrivateDatabase.StartAsync(directory, CancellationToken.None);
        }

        public Task DisposeAsync()
        {
            Directory.Delete(Root, recursive: true);
            return Task.CompletedTask;
        }
    }

    private static int ServerOf(DataDirectory directory) =>
        int.Parse(File.ReadLines(Path.Combine(directory.Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static async Task<string?> ExecuteAsync(PrivateDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
