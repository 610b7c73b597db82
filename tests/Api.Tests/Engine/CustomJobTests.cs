using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class CustomJobTests
{
    [Fact]
    public async Task A_program_that_reports_nothing_is_told_of_once_and_the_job_is_left_alone()
    {
        await using var host = await EngineHost.StartAsync(null, null, ("Jobs:StalledAfter", "00:00:00.2"), ("Jobs:MaxRunning", "1"));
        var custom = await SubmitAsync(host);
        await Eventually.TrueAsync(async () => (await host.JobAsync(custom.Id)).StalledReason == "no_report", EngineHost.Deadline);
        // Found stalled by a look that comes after others at the first.
        var crawl = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(async () => (await host.JobAsync(crawl.Id)).StalledReason == "no_crawler", EngineHost.Deadline);

        Assert.Equal(["started", "stalled"], (await host.LogAsync(custom.Id)).Select(e => e.Type));
        Assert.Equal((JobStatus.Running, 5), ((await host.JobAsync(custom.Id)).Status, (await host.JobAsync(custom.Id)).Pending));
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
