using Microsoft.EntityFrameworkCore;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Queue.Order;

namespace Trawl.Api.Queue.Waits;

/// <summary>Measures once a second what estimates are made from.</summary>
internal sealed partial class WaitWatch(
    WaitEstimates waits, QueueIndex index, QueuePlaces places, IDbContextFactory<TrawlDbContext> contexts, DatabaseReady ready, TimeProvider time, ILogger<WaitWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        await index.LoadedAsync(stoppingToken);
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await MeasureAsync(stoppingToken);
                QueueMetrics.Tell(index, time.GetUtcNow());
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException && !stoppingToken.IsCancellationRequested)
            {
                LogNotMeasured(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Now, and not only with the next second.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var capacity = await places.CapacityAsync(db, cancellationToken);
        await using var batch = db.CreateBatch();
        // Those that ended without having begun are among the rows looked at, not among the taken: many cancels must not make it dear.
        batch.Add(
            """
            select extract(epoch from finished_at - started_at)::double precision * 1000
            from (select finished_at, started_at, queued_at, type from jobs where status >= 10 order by finished_at desc limit 400) ended
            where started_at >= queued_at and type <> 2 order by finished_at desc limit 200
            """);
        batch.Add(
            "select extract(epoch from $1 - started_at)::double precision * 1000 from jobs where status in (1, 4) and type <> 2 and started_at is not null", time.GetUtcNow());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var ended = await ReadAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        waits.Measure(ended, await ReadAsync(reader, cancellationToken), capacity);
    }

    private static async Task<List<double>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var numbers = new List<double>();
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add(reader.GetDouble(0));
        return numbers;
    }
}
