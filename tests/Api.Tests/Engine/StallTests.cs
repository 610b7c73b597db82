using MassTransit;
using Trawl.Api.Database;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class StallTests
{
    private static readonly (string, string) Soon = ("Jobs:StalledAfter", "00:00:00.3");

    [Fact]
    public async Task A_stall_is_said_once_and_again_after_something_moved()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers, null, Soon);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await StalledAsync(host, job, "host_unreachable");
        var held = workers.Batches.Single();
        await host.Get<IBus>().Publish(SimulatedWorkers.Page(held, held.Pages[0], ["http://a.test/1"]));
        await host.Get<IBus>().Publish(SimulatedWorkers.Completed(held));
        await Eventually.TrueAsync(() => workers.Batches.Count == 2, EngineHost.Deadline);

        await Eventually.TrueAsync(async () => await SaidAsync(host, job) == 2, EngineHost.Deadline);
        // A job submitted now is looked at in the same turns, and found stalled later.
        await StalledAsync(host, await host.SubmitAsync("http://b.test/"), "host_unreachable");
        Assert.Equal(2, await SaidAsync(host, job));
    }

    [Fact]
    public async Task A_rate_does_not_outlive_what_it_was_measured_on()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        var before = (await host.JobAsync(job.Id)).Version;

        await host.ExecuteAsync($"update jobs set rate_per_second = 60, last_moved_at = now() - interval '20 seconds' where id = {job.Id}");

        await Eventually.TrueAsync(async () => (await host.JobAsync(job.Id)).RatePerSecond < 0.06, EngineHost.Deadline);
        // Whoever watches is told.
        Assert.True((await host.JobAsync(job.Id)).Version > before);
    }

    [Fact]
    public async Task A_broker_that_is_away_is_not_taken_for_a_lack_of_crawlers()
    {
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Crawl = _ => [] }, null, Soon, ("Jobs:WorkerTimeout", "00:00:01"));
        await host.AwakenAsync();
        await host.Get<IBusControl>().StopAsync();
        await Eventually.TrueAsync(() => host.Get<IBusControl>().CheckHealth().Status == BusHealthStatus.Unhealthy, EngineHost.Deadline);

        await StalledAsync(host, await host.SubmitAsync("http://a.test/"), "no_broker");
    }

    [Fact]
    public async Task Crawlers_that_are_busy_are_not_taken_for_a_host_that_is_silent()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers, null, Soon, ("Jobs:MaxRunning", "2"));
        await host.AwakenAsync(crawlerSlots: 1);
        var first = await host.SubmitAsync("http://a.test/", priority: JobPriority.High);
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);

        await StalledAsync(host, await host.SubmitAsync("http://b.test/"), "crawlers_busy");
        await StalledAsync(host, first, "host_unreachable");
    }

    private static Task StalledAsync(EngineHost host, Job job, string reason) =>
        Eventually.TrueAsync(async () => (await host.JobAsync(job.Id)).StalledReason == reason, EngineHost.Deadline, reason);

    private static async Task<int> SaidAsync(EngineHost host, Job job) => (await host.LogAsync(job.Id)).Count(e => e.Type == EventTypes.Stalled);
}
