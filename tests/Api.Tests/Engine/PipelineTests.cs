using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Engine;

public sealed class PipelineTests
{
    [Fact]
    public async Task A_crawl_ends_with_every_reachable_page_stored_once_and_counts_that_add_up()
    {
        var graph = TestGraph.Random(new Random(1), 120, 3);
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Graph = graph });
        await host.AwakenAsync();

        var job = await host.EndOfAsync((await host.SubmitAsync(graph.Root)).Id);

        await Facts.CompletedAsync(host, job, graph.Reachable());
        var log = await host.LogAsync(job.Id);
        Assert.Equal(
            ["queued", "started", "stage:discovering", "stage:crawling", "stage:finalizing", "model_result", "stage:complete", "completed"],
            log.Select(e => e.Type == EventTypes.Stage ? $"stage:{e.Data.RootElement.GetProperty("stage")}" : e.Type).Where(t => t != "stage:embedding"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whatever_workers_lose_repeat_and_reorder_the_end_is_the_same(int seed)
    {
        var random = new Random(seed);
        var graph = TestGraph.Random(random, 60, 3);
        var workers = new SimulatedWorkers { Graph = graph };
        workers.Crawl = batch => Chaos.Of(random, [.. batch.Pages.Select(p => workers.Result(batch, p)), SimulatedWorkers.Completed(batch)]);
        workers.Embed = batch => Chaos.Of(random, [SimulatedWorkers.Embedded(batch)]);
        // Short leases: what is lost comes back within the test. Many tries: nothing may fail for good by chance.
        await using var host = await EngineHost.StartAsync(workers, null, ("Jobs:LeaseDuration", "00:00:00.4"), ("Jobs:MaxAttempts", "1000"));
        await host.AwakenAsync();

        var job = await host.EndOfAsync((await host.SubmitAsync(graph.Root)).Id);

        await Facts.CompletedAsync(host, job, graph.Reachable());
    }

    [Fact]
    public async Task A_crawl_stops_at_maxPages_exactly_and_skips_the_rest()
    {
        var graph = TestGraph.Random(new Random(7), 200, 6);
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Graph = graph });
        await host.AwakenAsync();

        var job = await host.EndOfAsync((await host.SubmitAsync(graph.Root, with: o => o with { MaxPages = 25 })).Id);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(25, job.Completed);
        Assert.Equal(25, job.Documents);
        Assert.Equal(job.Total, job.Completed + job.Skipped);
        Assert.Equal(job.Skipped, await host.ScalarAsync<int>($"select count(*)::int as \"Value\" from pages where job_id = {job.Id} and reason = 'max_pages'"));
    }

    [Fact]
    public async Task A_crawl_whose_root_fails_has_failed_for_that_reason()
    {
        var workers = new SimulatedWorkers();
        workers.Crawl = batch => [.. batch.Pages.Select(p => SimulatedWorkers.Failure(batch, p, PageFailureReason.HostUnreachable)), SimulatedWorkers.Completed(batch)];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();

        var job = await host.EndOfAsync((await host.SubmitAsync("http://nobody.test/")).Id);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal("host_unreachable", job.Error!.RootElement.GetProperty("code").GetString());
        Assert.Equal(EventTypes.Failed, (await host.LogAsync(job.Id))[^1].Type);
        Assert.True(job.Progress < 100);
    }

    [Fact]
    public async Task A_page_that_may_heal_is_tried_again_and_given_up_after_three_tries()
    {
        var workers = new SimulatedWorkers();
        workers.Crawl = batch =>
        [
            .. batch.Pages.Select(p => p.Depth == 0 ? SimulatedWorkers.Page(batch, p, [$"{p.Url}a"]) : (object)SimulatedWorkers.Failure(batch, p, PageFailureReason.HttpServerError, retryable: true, retryAfterMs: 1)),
            SimulatedWorkers.Completed(batch),
        ];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();

        var job = await host.EndOfAsync((await host.SubmitAsync("http://flaky.test/")).Id);

        Assert.Equal((1, 1), (job.Completed, job.Failed));
        Assert.Equal(3, workers.Batches.Count(b => b.Pages.Any(p => p.Depth == 1)));
    }

    [Fact]
    public async Task The_same_site_again_is_unchanged_and_not_embedded_again()
    {
        var graph = TestGraph.Random(new Random(3), 30, 3);
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Graph = graph });
        await host.AwakenAsync();
        var first = await host.EndOfAsync((await host.SubmitAsync(graph.Root)).Id);
        var embedded = host.Workers.EmbedBatches.Count;

        var second = await host.EndOfAsync((await host.SubmitAsync(graph.Root)).Id);

        Assert.Equal(first.SourceId, second.SourceId);
        Assert.Equal(second.Completed, second.Unchanged);
        Assert.Equal((first.Documents, first.Chunks, first.Embedded), (second.Documents, second.Chunks, second.Embedded));
        Assert.Equal(embedded, host.Workers.EmbedBatches.Count);
    }

    [Fact]
    public async Task Two_jobs_of_one_source_at_once_store_each_page_once()
    {
        var graph = TestGraph.Random(new Random(4), 60, 4);
        await using var host = await EngineHost.StartAsync(new SimulatedWorkers { Graph = graph });
        await host.AwakenAsync(crawlerSlots: 32);
        var jobs = new[] { await host.SubmitAsync(graph.Root), await host.SubmitAsync(graph.Root) };

        // Both at rest before either is looked at: they write to one user's channel.
        var ended = new[] { await host.EndOfAsync(jobs[0].Id), await host.EndOfAsync(jobs[1].Id) };
        foreach (var job in ended)
            await Facts.CompletedAsync(host, job, graph.Reachable());
    }
}
