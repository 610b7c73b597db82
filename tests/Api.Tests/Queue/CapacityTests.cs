using MassTransit;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Queue;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Workers;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Queue;

[Trait("Seed", "S1.40")]
public sealed class CapacityTests
{
    // Nothing is ever finished: who has begun, holds its place.
    private static Task<EngineHost> StartAsync() => EngineHost.StartAsync(new SimulatedWorkers { Crawl = _ => [] });

    [Fact]
    public async Task A_worker_that_comes_lets_more_begin_and_one_that_goes_fewer_and_places_follow()
    {
        await using var host = await StartAsync();
        var jobs = await SubmitAsync(host, 8);
        await SayAsync(host, "one");
        await RunningAsync(host, 2);
        await PlacesAreAsync(host, jobs[2..], [1, 2, 3, 4, 5, 6]);

        await SayAsync(host, "two");
        await RunningAsync(host, 4);
        await PlacesAreAsync(host, jobs[4..], [1, 2, 3, 4]);
        await Eventually.TrueAsync(
            () => host.Published.Of(ChannelNames.Job(jobs[7])).LastOrDefault(e => e.Type == EventTypes.QueuePosition)?.Data.GetProperty("position").GetInt32() == 4, EngineHost.Deadline);

        // Four run already: two places have gone, and nothing begins until two are over the two that are left.
        await SayAsync(host, "two", stopping: true);
        await Eventually.TrueAsync(async () => await CapacityAsync(host) == 2, EngineHost.Deadline);
        foreach (var job in jobs[..2])
            await EndAsync(host, job);
        await EndAsync(host, jobs[2]);
        await Eventually.TrueAsync(async () => (await host.JobAsync(jobs[4])).Status == JobStatus.Running, EngineHost.Deadline);
        Assert.Equal(2, await CountAsync(host));
        await PlacesAreAsync(host, jobs[5..], [1, 2, 3]);
    }

    [Theory]
    [InlineData(JobStatus.Waiting)]
    [InlineData(JobStatus.Paused)]
    public async Task A_job_that_waits_or_is_paused_holds_no_place(JobStatus status)
    {
        await using var host = await StartAsync();
        var jobs = await SubmitAsync(host, 3);
        await SayAsync(host, "one");
        await RunningAsync(host, 2);
        await host.ExecuteAsync($"update jobs set status = {(int)status} where id = {jobs[0]}");
        await Eventually.TrueAsync(async () => (await host.JobAsync(jobs[2])).Status == JobStatus.Running, EngineHost.Deadline);
        Assert.Equal(status, (await host.JobAsync(jobs[0])).Status);
    }

    [Fact]
    public async Task What_was_expected_is_kept_with_the_job()
    {
        await using var host = await StartAsync();
        await SubmitAsync(host, 2);
        await SayAsync(host, "one");
        await RunningAsync(host, 2);
        Assert.Null((await host.SubmitAsync("http://a.test/")).ExpectedWaitMs);
        await host.ExecuteAsync($"update jobs set status = 10, started_at = now() - interval '1 minute', finished_at = now(), queued_at = now() - interval '1 hour' where status = 1");
        await host.Get<Trawl.Api.Queue.Waits.WaitWatch>().MeasureAsync(default);

        var job = await host.SubmitAsync("http://b.test/");
        Assert.NotNull(job.ExpectedWaitMs);
        Assert.True(job.ExpectedWaitP90Ms >= job.ExpectedWaitMs);
        var told = (await host.LogAsync(job.Id))[0].Data.RootElement;
        Assert.Equal(Math.Ceiling(job.ExpectedWaitMs.Value / 1000.0), told.GetProperty("estimatedWaitSeconds").GetInt32());
        Assert.Equal(Math.Ceiling(job.ExpectedWaitP90Ms!.Value / 1000.0), told.GetProperty("estimatedWaitP90Seconds").GetInt32());
    }

    // With a page each: who has none is done at once.
    private static async Task<Guid[]> SubmitAsync(EngineHost host, int count)
    {
        var jobs = new List<Guid>();
        for (var i = 0; i < count; i++)
            jobs.Add((await host.SubmitAsync($"http://a{i}.test/")).Id);
        return [.. jobs];
    }

    private static Task SayAsync(EngineHost host, string worker, bool stopping = false) =>
        host.Get<IBus>().Publish(SimulatedWorkers.Heartbeat(WorkerKind.Crawler, 8, stopping) with { WorkerId = worker });

    private static async Task EndAsync(EngineHost host, Guid job)
    {
        await host.ExecuteAsync($"update jobs set status = 12, finished_at = now() where id = {job}");
        await host.ExecuteAsync($"delete from leases where job_id = {job}");
    }

    private static Task RunningAsync(EngineHost host, int count) => Eventually.TrueAsync(async () => await CountAsync(host) == count, EngineHost.Deadline);

    private static Task<int> CountAsync(EngineHost host) => host.ScalarAsync<int>($"select count(*)::int as \"Value\" from jobs where status = 1");

    private static async Task<int> CapacityAsync(EngineHost host)
    {
        await using var db = await host.ContextAsync();
        return await host.Get<QueuePlaces>().CapacityAsync(db, default);
    }

    private static async Task PlacesAreAsync(EngineHost host, Guid[] jobs, int[] expected)
    {
        // The database knows of a commit a moment before the memory of the process that made it.
        await Eventually.TrueAsync(
            async () => (await Task.WhenAll(jobs.Select(host.PlaceAsync))).Select(place => place?.Position ?? 0).SequenceEqual(expected), EngineHost.Deadline);
    }
}
