using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Search.Vectors;

/// <summary>Which way vectors are searched here: decided once, when the database is ready, and looked after from then on.</summary>
internal sealed partial class VectorIndexes(
    DatabaseReady ready, PgVectorMaintenance pgvector, MemoryVectorIndex memory, NpgsqlDataSource database, TimeProvider time, ILogger<VectorIndexes> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource<IVectorIndex> _chosen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IVectorIndex> CurrentAsync(CancellationToken cancellationToken) => _chosen.Task.WaitAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                if (!_chosen.Task.IsCompleted)
                    await ChooseAsync(stoppingToken);
                if (_chosen.Task.Result is MemoryVectorIndex)
                    return;
                await pgvector.IndexAsync(PgVectorMaintenance.WorthAnIndex, stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                // Away, or it refused an index: searches go on without, and the next round tries again.
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ChooseAsync(CancellationToken cancellationToken)
    {
        if (await pgvector.InstallAsync(cancellationToken) is { } version)
        {
            LogPgVector(version);
            _chosen.SetResult(new PgVectorIndex(database, version));
        }
        else
        {
            LogInMemory();
            _chosen.SetResult(memory);
        }
    }
}
