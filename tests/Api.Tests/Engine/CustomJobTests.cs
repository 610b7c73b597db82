using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class CustomJobTests
{
    [Fact]
    public async Task The_dispatcher_leaves_it_alone_however_long_nothing_moves()
    {
        await using var host = await EngineHost.StartAsync(null, null, ("Jobs:StalledAfter", "00:00:00.2"), ("Jobs:MaxRunning", "1"));
        var custom = await SubmitAsync(host);
        // No crawler is there: this one is found stalled by the look that must pass over the other.
        var crawl = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(async () => (await host.JobAsync(crawl.Id)).StalledReason is not null, EngineHost.Deadline);

        Assert.Equal("started", Assert.Single(await host.LogAsync(custom.Id)).Type);
        Assert.Equal((JobStatus.Running, (string?)null), ((await host.JobAsync(custom.Id)).Status, (await host.JobAsync(custom.Id)).StalledReason));
    }

    [Fact]
    public async Task It_holds_no_place_that_a_crawl_could_have()
    {
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Graph = TestGraph.Random(new Random(1), 5, 2) }, null, ("Jobs:MaxRunning", "1"));
        await SubmitAsync(host);
        await host.AwakenAsync();
        var crawl = await host.EndOfAsync((await host.SubmitAsync(host.Workers.Graph!.Root)).Id);
        Assert.Equal(JobStatus.Completed, crawl.Status);
    }

    private static async Task<Job> SubmitAsync(EngineHost host)
    {
        await using var db = await host.ContextAsync();
        return (await host.Get<JobLifecycle>().SubmitAsync(db, new NewCustomJob("alice", [], new CustomOptions { Total = 5 }), default)).Job;
    }
}
