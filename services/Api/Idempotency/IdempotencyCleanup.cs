using Microsoft.EntityFrameworkCore;
using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Idempotency;

/// <summary>Forgets keys that are no longer honoured. Every replica does; deleting twice does no harm.</summary>
internal sealed partial class IdempotencyCleanup(
    IDbContextFactory<TrawlDbContext> contexts, DatabaseReady ready, TimeProvider time, ILogger<IdempotencyCleanup> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
            {
                // The database is away; there is another turn.
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = time.GetUtcNow() - IdempotentPost.KeptFor;
        return await db.IdempotencyKeys.Where(key => key.CreatedAt <= oldest).ExecuteDeleteAsync(cancellationToken);
    }
}
