using Microsoft.EntityFrameworkCore;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Queue.Waits;

namespace Trawl.Api.Queue.Order;

/// <summary>Keeps this replica's index of the queue: reads it when changes begin to be heard, and again when it has gone astray.</summary>
internal sealed partial class QueueWatch(
    QueueIndex index, WaitEstimates waits, IDbContextFactory<TrawlDbContext> contexts, DatabaseReady ready, DatabaseSignals signals, TimeProvider time, ILogger<QueueWatch> logger)
    : BackgroundService
{
    // Nothing is lost in the ordinary course: this is for what nobody has thought of.
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the first load, which comes after the listening has begun: nothing falls in between.
        signals.QueueChanged += Hear;
        await ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await signals.QueueHeard.WaitAsync(CheckEvery, stoppingToken) || await IsAstrayAsync(stoppingToken))
                    await LoadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException && !stoppingToken.IsCancellationRequested)
            {
                LogNotRead(exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
                signals.QueueHeard.Set();
            }
        }
    }

    private void Hear(string text)
    {
        var change = QueueChange.Parse(text);
        index.Apply(change);
        waits.Hear(change, change.Key is { } key ? index.PlaceOf(key).Position : 0);
    }

    /// <summary>What is queued, as the database has it now.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        index.BeginLoad();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        index.EndLoad(await QueueRows.AllAsync(db, cancellationToken));
        waits.Keep(index.Holds);
    }

    private async Task<bool> IsAstrayAsync(CancellationToken cancellationToken)
    {
        var before = index.Sum();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await QueueRows.SumAsync(db, cancellationToken);
        // What has changed meanwhile says nothing: it is compared next time.
        if (before == rows || before != index.Sum())
            return false;
        LogAstray();
        return true;
    }
}
