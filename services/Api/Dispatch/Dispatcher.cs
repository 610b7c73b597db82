using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Dispatch;

/// <summary>
/// Hands out work, one replica at a time. Who leads holds an advisory lock of the very connection it leases on: without the
/// connection there is no lock and no lease, so two can never lease at once.
/// </summary>
internal sealed partial class Dispatcher(
    NpgsqlDataSource database, DispatchTurn turn, DatabaseReady ready, DatabaseSignals signals, IOptions<JobsOptions> options, TimeProvider time,
    ILogger<Dispatcher> logger) : BackgroundService
{
    /// <summary>Whether this replica leads.</summary>
    public bool IsLeader { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await StandByAsync(connection, stoppingToken);
                await LeadAsync(connection, stoppingToken);
            }
            // The leader must not die of one bad turn: whatever it was, the next one begins from what is in the database.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogTurnFailed(exception);
                await Task.Delay(options.Value.DispatchInterval, time, stoppingToken);
            }
            finally
            {
                IsLeader = false;
            }
        }
    }

    private async Task StandByAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (!await TryLockAsync(connection, cancellationToken))
            await Task.Delay(options.Value.DispatchInterval, time, cancellationToken);
        IsLeader = true;
        LogLeading();
    }

    private async Task LeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var settings = new DbContextOptionsBuilder<TrawlDbContext>().UseNpgsql(connection).Options;
        await using var db = new TrawlDbContext(settings);
        try
        {
            await turn.BeginAsync(db, cancellationToken);
            while (true)
            {
                var pause = await turn.RunAsync(db, cancellationToken);
                if (pause > TimeSpan.Zero)
                    await signals.Dispatch.WaitAsync(pause, cancellationToken);
            }
        }
        finally
        {
            // The pool would keep the lock with the connection.
            if (connection.State == System.Data.ConnectionState.Open)
                await UnlockAsync(connection);
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({AdvisoryLocks.Dispatcher})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand($"select pg_advisory_unlock({AdvisoryLocks.Dispatcher})", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
