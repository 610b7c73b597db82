using System.Diagnostics;
using System.Text.Json;
using NpgsqlTypes;
using Npgsql;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Events;

/// <summary>
/// Log events of one transaction. A job's numbering is in its row, which the transaction has locked; the user's channel is
/// locked last and in the order of names, so that no two transactions can wait for each other.
/// </summary>
internal sealed class EventLog(DateTimeOffset now)
{
    private readonly List<Entry> _entries = [];
    private readonly string? _traceparent = Activity.Current?.Id;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Numbers an event of a job. Its version must be the one after the change that the event tells.</summary>
    public void Append<T>(Job job, string type, T data) =>
        _entries.Add(new Entry(ChannelNames.Job(job.Id), ++job.Seq, ChannelNames.User(job.UserId), type, job, job.Version,
            JsonSerializer.Serialize(data, TrawlJson.Options)));

    /// <summary>Writes them, with their copies for the users' channels, and tells every replica.</summary>
    public async Task WriteAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var next = await NumberUsersAsync(db, cancellationToken);
        var rows = new List<(string Channel, long Seq, Entry Entry)>(_entries.Count * 2);
        foreach (var entry in _entries)
        {
            rows.Add((entry.Channel, entry.Seq, entry));
            rows.Add((entry.User, next[entry.User]++, entry));
        }

        await using var batch = db.CreateBatch();
        batch.Add(
            """
            insert into events (channel, seq, type, job_id, version, timestamp, traceparent, data, sent)
            select c, s, t, j, v, $6, nullif($7, ''), d::json, false from unnest($1, $2, $3, $4, $5, $8) as e(c, s, t, j, v, d)
            """,
            rows.Select(r => r.Channel).ToArray(), rows.Select(r => r.Seq).ToArray(), rows.Select(r => r.Entry.Type).ToArray(),
            rows.Select(r => r.Entry.Job.Id).ToArray(), rows.Select(r => r.Entry.Version).ToArray(), now, _traceparent ?? "",
            rows.Select(r => r.Entry.Data).ToArray());
        batch.Add($"select pg_notify('{DatabaseSignals.EventsChannel}', c) from unnest($1) c", rows.Select(r => r.Channel).Distinct().ToArray());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        _entries.Clear();
    }

    /// <summary>The first number of each user's channel.</summary>
    private async Task<Dictionary<string, long>> NumberUsersAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var users = _entries.CountBy(e => e.User).OrderBy(u => u.Key, StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand(
            """
            insert into channels (name, seq) select n, s from unnest($1, $2) as u(n, s)
            on conflict (name) do update set seq = channels.seq + excluded.seq returning name, seq
            """,
            db.Connection());
        command.Parameters.Add(new NpgsqlParameter { Value = users.Select(u => u.Key).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = users.Select(u => (long)u.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        var first = new Dictionary<string, long>(users.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            first[reader.GetString(0)] = reader.GetInt64(1);
        foreach (var (user, count) in users)
            first[user] -= count - 1;
        return first;
    }

    private sealed record Entry(string Channel, long Seq, string User, string Type, Job Job, long Version, string Data);
}
