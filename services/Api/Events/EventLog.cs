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
        _entries.Add(new Entry(ChannelNames.Job(job.Id), ++job.Seq, ChannelNames.User(job.UserId), type, job.Id, job.Version,
            JsonSerializer.Serialize(data, TrawlJson.Options)));

    /// <summary>An event of a user's channel, or of <c>system</c>, that no job's channel has.</summary>
    public void Append<T>(string channel, string type, T data, Guid? jobId = null) =>
        _entries.Add(new Entry(null, 0, channel, type, jobId, null, JsonSerializer.Serialize(data, TrawlJson.Options)));

    /// <summary>Writes them, with their copies for the users' channels, and tells every replica.</summary>
    public async Task WriteAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var next = await NumberAsync(db, cancellationToken);
        var rows = new List<(string Channel, long Seq, Entry Entry)>(_entries.Count * 2);
        foreach (var entry in _entries)
        {
            if (entry.JobChannel is { } channel)
                rows.Add((channel, entry.Seq, entry));
            rows.Add((entry.Channel, next[entry.Channel]++, entry));
        }

        await using var batch = db.CreateBatch();
        batch.Add(
            """
            insert into events (channel, seq, type, job_id, version, timestamp, traceparent, data, sent)
            select c, s, t, j, v, $6, nullif($7, ''), d::json, false from unnest($1, $2, $3, $4, $5, $8) as e(c, s, t, j, v, d)
            """,
            rows.Select(r => r.Channel).ToArray(), rows.Select(r => r.Seq).ToArray(), rows.Select(r => r.Entry.Type).ToArray(),
            rows.Select(r => r.Entry.JobId).ToArray(), rows.Select(r => r.Entry.Version).ToArray(), now, _traceparent ?? "",
            rows.Select(r => r.Entry.Data).ToArray());
        batch.Add($"select pg_notify('{DatabaseSignals.EventsChannel}', c) from unnest($1) c", rows.Select(r => r.Channel).Distinct().ToArray());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        _entries.Clear();
    }

    /// <summary>The first number of each channel that is not a job's.</summary>
    private async Task<Dictionary<string, long>> NumberAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var channels = _entries.CountBy(e => e.Channel).OrderBy(c => c.Key, StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand(
            """
            insert into channels (name, seq) select n, s from unnest($1, $2) as u(n, s)
            on conflict (name) do update set seq = channels.seq + excluded.seq returning name, seq
            """,
            db.Connection());
        command.Parameters.Add(new NpgsqlParameter { Value = channels.Select(c => c.Key).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = channels.Select(c => (long)c.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        var first = new Dictionary<string, long>(channels.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            first[reader.GetString(0)] = reader.GetInt64(1);
        foreach (var (channel, count) in channels)
            first[channel] -= count - 1;
        return first;
    }

    /// <param name="JobChannel">Null when no job's channel has it.</param>
    /// <param name="Seq">On the job's channel.</param>
    /// <param name="Channel">The user's, or <c>system</c>: numbered when it is written.</param>
    private sealed record Entry(string? JobChannel, long Seq, string Channel, string Type, Guid? JobId, long? Version, string Data);
}
