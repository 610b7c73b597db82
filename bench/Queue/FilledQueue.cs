using System.Text.Json;
using Npgsql;

namespace Trawl.Queue;

/// <summary>The database's side: jobs by the thousand, copied from one that was submitted, and a worker that is only a row.</summary>
internal sealed class FilledQueue(string database)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Copies of a hundred users in three lanes; back when the Api knows of them.</summary>
    public async Task FillAsync(int count, Func<Task<JsonElement>> queue)
    {
        var columns = string.Join(", ", (await ColumnsAsync()).Except(["id", "user_id", "lane", "priority", "turn"]));
        await RunAsync(
            $"""
            insert into jobs (id, user_id, lane, priority, turn, {columns})
            select gen_random_uuid(), 'user' || n % 100, n % 3, n % 3, 1000000 + n / 300 * 1000000, {columns} from (select * from jobs limit 1) t, generate_series(1, {count}) n
            """);
        await RunAsync("analyze jobs");
        // Written behind the Api's back: it reads the queue anew when it begins to listen.
        await RunAsync("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()");
        while ((await queue()).GetProperty("queued").GetInt32() < count)
            await Task.Delay(Pause);
    }

    /// <summary>Back when so many have begun.</summary>
    public async Task BeginAsync(int count)
    {
        await RunAsync(
            $"""
            insert into workers (id, kind, slots, busy, version, started_at, last_seen, models)
            values ('bench', 0, {count * 4}, 0, '0', now(), now() + interval '1 hour', '[]'); notify trawl_dispatch
            """);
        while ((int)(await RunAsync("select count(*)::int from jobs where started_at is not null"))! < count)
            await Task.Delay(Pause);
    }

    private async Task<List<string>> ColumnsAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select column_name::text from information_schema.columns where table_name = 'jobs'");
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    private async Task<object?> RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
