using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Tests.Jobs.Lifecycle.RandomJobs;

/// <summary>Looks at the rows all the time, as a client that polls would, and takes down what must not be.</summary>
internal sealed class JobWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<Guid, Seen> _seen = [];
    private readonly Task _watching;

    public JobWatch(string database) => _watching = Task.Run(() => WatchAsync(database + ";Pooling=false"));

    public List<string> Faults { get; } = [];

    public int Looks { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(string database)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(database);
                await connection.OpenAsync();
                while (!_stop.IsCancellationRequested)
                    await LookAsync(connection);
            }
            catch (NpgsqlException)
            {
                // The crash was this connection's too.
            }
        }
    }

    private async Task LookAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select id, status, type, retries, seq, version, progress, total, array[pending, processing, completed, failed, skipped, unchanged, documents, chunks, embedded] from jobs", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            Judge(reader.GetGuid(0), new Seen(
                (JobStatus)reader.GetInt32(1), (JobType)reader.GetInt32(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetDouble(6),
                reader.GetInt32(7), reader.GetFieldValue<int[]>(8)));
        Looks++;
    }

    private void Judge(Guid id, Seen now)
    {
        if (now.Counts.Any(count => count < 0) || now.Counts.Take(5).Sum() != now.Total)
            Faults.Add($"{id} does not add up: {now}");
        if (_seen.TryGetValue(id, out var before))
        {
            if (now.Version < before.Version || now.Seq < before.Seq || now.Retries < before.Retries)
                Faults.Add($"{id} went back: {before}, {now}");
            if (now.Retries == before.Retries && now.Progress < before.Progress)
                Faults.Add($"{id} lost progress: {before}, {now}");
            // Its version may still grow: its source may be deleted.
            if (now.Retries == before.Retries && before.Status.IsTerminal() && now.Facts != before.Facts)
                Faults.Add($"{id} changed after its end: {before}, {now}");
        }

        _seen[id] = now;
    }

    private sealed record Seen(JobStatus Status, JobType Type, int Retries, long Seq, long Version, double Progress, int Total, int[] Counts)
    {
        public string Facts => $"{Status} run {Retries} seq {Seq} {Progress}% {Total}: {string.Join(' ', Counts)}";

        public override string ToString() => $"{Facts} version {Version}";
    }
}
