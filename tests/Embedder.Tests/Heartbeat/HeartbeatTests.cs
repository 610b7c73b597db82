using Trawl.Contracts.Workers;

namespace Trawl.Embedder.Tests.Heartbeat;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_worker_says_at_start_what_it_can_do()
    {
        await using var embedder = await RunningEmbedder.StartAsync(("Embedder:Slots", "3"));

        var heartbeat = await embedder.NextAsync<WorkerHeartbeat>();

        Assert.Equal((WorkerKind.Embedder, 3, 0, false), (heartbeat.Kind, heartbeat.Slots, heartbeat.Busy, heartbeat.Stopping));
        Assert.Contains("-embedder-", heartbeat.WorkerId, StringComparison.Ordinal);
        Assert.Equal(new EmbeddingModel { Name = "hashing-384", Provider = "builtin", Dimensions = 384 }, Assert.Single(heartbeat.Models));
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_says_so()
    {
        await using var embedder = await RunningEmbedder.StartAsync();
        await embedder.NextAsync<WorkerHeartbeat>();

        await embedder.StopAsync();

        Assert.True((await embedder.NextAsync<WorkerHeartbeat>()).Stopping);
    }
}
