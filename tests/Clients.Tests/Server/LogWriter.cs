using System.Text.Json;
using Npgsql;

namespace Trawl.Clients.Tests.Server;

/// <summary>
/// Writes log events as the Api does, in its tables, for the type that nothing reports yet: questions. From there
/// on all is real: the relay, the backplane, the Notifier.
/// </summary>
public sealed class LogWriter(string database)
{
    public Task AskAsync(string jobId, Guid clarificationId, string question, string[] options) => WriteAsync(
        """
        with numbered as (update jobs set seq = seq + 1, version = version + 1 where id = substring($1 from 5)::uuid returning id, seq, version)
        insert into events (channel, seq, type, job_id, version, timestamp, data, sent) select $1, seq, $2, id, version, now(), $3::json, false from numbered
        """,
        $"job:{jobId}", "clarification", new { clarificationId, question, options, status = "pending", answer = (string?)null, expiresAt = (string?)null });

    private async Task WriteAsync(string sql, string channel, string type, object data)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = channel }, new() { Value = type }, new() { Value = JsonSerializer.Serialize(data) } },
        };
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
