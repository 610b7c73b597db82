using Trawl.Api.Database;
using Trawl.Api.Jobs.Leases;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Engine;

public sealed class LeaseTests
{
    [Fact]
    public async Task A_batch_without_a_sign_is_handed_out_again_and_given_up_after_three_tries()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers, null, ("Jobs:LeaseDuration", "00:00:00.1"));
        await host.AwakenAsync();

        var job = await host.EndOfAsync((await host.SubmitAsync("http://a.test/")).Id);

        Assert.Equal((JobStatus.Failed, 1), (job.Status, job.Failed));
        Assert.Equal("worker_fault", job.Error!.RootElement.GetProperty("code").GetString());
        Assert.Equal(4, workers.Batches.Count);
    }

    [Fact]
    public async Task A_lease_whose_dispatcher_died_before_publishing_is_handed_out_again()
    {
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Graph = TestGraph.Random(new Random(1), 5, 2) }, null, ("Jobs:PublishGrace", "00:00:00.5"));
        var job = await host.SubmitAsync(host.Workers.Graph!.Root);
        // What is left behind between commit and publish.
        await host.ExecuteAsync($"update jobs set status = 1, started_at = now(), processing = 1, pending = 0 where id = {job.Id}");
        var lease = Guid.CreateVersion7();
        await host.ExecuteAsync($"insert into leases (id, kind, job_id, host, size, concurrency, delay_ms, published, created_at, expires_at) values ({lease}, 0, {job.Id}, {host.Workers.Graph.Host}, 1, 1, 0, false, now(), now() + interval '1 hour')");
        await host.ExecuteAsync($"update pages set status = 1, lease_id = {lease} where job_id = {job.Id}");

        await host.AwakenAsync();

        await Facts.CompletedAsync(host, await host.EndOfAsync(job.Id), host.Workers.Graph.Reachable());
        Assert.Equal(0, await host.ScalarAsync<int>($"select max(attempts) as \"Value\" from pages where job_id = {job.Id}"));
    }

    [Fact]
    public async Task A_process_that_held_the_broker_gives_all_leases_back_at_its_start()
    {
        var database = await MigratedDatabase.CreateAsync();
        var graph = TestGraph.Random(new Random(2), 40, 3);
        var dying = new SimulatedWorkers { Graph = graph };
        var left = 3;
        dying.Crawl = batch => Interlocked.Decrement(ref left) >= 0 ? [.. batch.Pages.Select(p => dying.Result(batch, p)), SimulatedWorkers.Completed(batch)] : [];
        Guid id;
        await using (var first = await EngineHost.StartAsync(dying, database))
        {
            await first.AwakenAsync();
            id = (await first.SubmitAsync(graph.Root)).Id;
            await Eventually.TrueAsync(() => Volatile.Read(ref left) < 0, EngineHost.Deadline);
        }

        // The lease lasts two minutes: nothing but the release can bring it back within the test.
        await using var second = await EngineHost.StartAsync(new SimulatedWorkers { Graph = graph }, database, ("Jobs:ReleaseLeasesAtStart", "true"));
        await second.AwakenAsync();
        await Facts.CountsAsync(second, await second.EndOfAsync(id), graph.Reachable());
    }

    [Fact]
    public async Task A_result_that_comes_after_its_lease_ended_counts_once()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://late.test/");
        await Eventually.TrueAsync(() => !workers.Batches.IsEmpty, EngineHost.Deadline);
        var first = workers.Batches.Single();
        await Eventually.TrueAsync(async () => await host.ScalarAsync<bool>($"select published as \"Value\" from leases"), EngineHost.Deadline);
        await host.Get<LeaseReturn>().ReturnAsync([first.BatchId], LeaseReturnKind.Withdrawn, default);
        await Eventually.TrueAsync(() => workers.Batches.Count == 2, EngineHost.Deadline);

        var bus = host.Get<MassTransit.IBus>();
        await bus.Publish(SimulatedWorkers.Page(first, first.Pages[0], []));
        var second = workers.Batches.Last();
        await bus.Publish(SimulatedWorkers.Page(second, second.Pages[0], []));

        var end = await host.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 1, 1, 1), (end.Status, end.Completed, end.Total, end.Documents));
    }
}
