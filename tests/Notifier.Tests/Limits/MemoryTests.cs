using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Transports;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Limits;

/// <summary>Alone: the heap is the whole process's, and so would be what other tests leave on it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
[Trait("Seed", "S1.42")]
[Trait("Seed", "S0.30")]
public sealed class MemoryTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_thousand_clients_that_misbehave_leave_no_memory_behind()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:ChannelGrace", "00:00:00.050"));
        await app.SayAsync(3);
        await AttackAsync(app, seed: 100); // pools and code are there now
        var before = await HeapAsync(app);

        await AttackAsync(app, seed: 200);
        var after = await HeapAsync(app);

        // An open connection holds more than 11 KiB; some hundred bytes each are the runtime's own.
        Assert.InRange(after - before, long.MinValue, 2 * 1024 * 1024);
    }

    private static Task AttackAsync(NotifierApp app, int seed) => Parallel.ForAsync(
        0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => await FuzzTests.AttackAsync(app, new Random(seed * 1000 + i)));

    private static async Task<long> HeapAsync(NotifierApp app)
    {
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, Deadline);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ChannelRegistry>().Count == 0, Deadline);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
