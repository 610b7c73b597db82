using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Trawl.Api.Database;

/// <summary>
/// Brings the schema up to this version, however many replicas start at once, and for as long as the database is away.
/// The process starts meanwhile: it is alive, and not ready.
/// </summary>
public sealed partial class DatabaseMigrator(
    IDbContextFactory<TrawlDbContext> contexts, DatabaseReady ready, TimeProvider time, ILogger<DatabaseMigrator> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!ready.IsOpen)
        {
            try
            {
                await MigrateAsync(stoppingToken);
                ready.Open();
            }
            catch (Exception exception) when (IsUnreachable(exception) && !stoppingToken.IsCancellationRequested)
            {
                LogDatabaseAway(exception.Message);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await db.Database.OpenConnectionAsync(cancellationToken);
        // EF locks its history table, which on an empty database is not there yet: three replicas would race to make it.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({AdvisoryLocks.Migrations})", cancellationToken);
        try
        {
            // Else EF finds out that there is none by a statement that fails, and logs it as an error.
            await db.Database.ExecuteSqlRawAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken);
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            if (pending.Count == 0)
                return;
            await db.Database.MigrateAsync(cancellationToken);
            LogMigrated(pending.Count, pending[^1]);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({AdvisoryLocks.Migrations})", CancellationToken.None);
        }
    }

    // A wrong password or a missing database may be put right while we wait, as in a cluster that is just being set up.
    private static bool IsUnreachable(Exception exception) =>
        exception is NpgsqlException or SocketException or TimeoutException || exception.InnerException is { } inner && IsUnreachable(inner);
}
