using System.Collections.Concurrent;
using MassTransit;
using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Crawling;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Dispatch;

public sealed class CrawlLeasingTests
{
    [Fact]
    public async Task Jobs_on_one_host_never_have_more_under_way_together_than_the_strictest_of_them_wants()
    {
        var graph = TestGraph.Random(new Random(3), 60, 3);
        var workers = new SimulatedWorkers { Graph = graph };
        var open = new ConcurrentDictionary<Guid, int>();
        var underWay = new ConcurrentQueue<(Guid Job, int Requests)>();
        workers.Crawl = batch => Answers(batch);
        await using var host = await EngineHost.StartAsync(workers);
        var jobs = new List<Guid>();
        foreach (var concurrency in (int[])[2, 3, 8])
            jobs.Add((await host.SubmitAsync(graph.Root, with: o => o with { Concurrency = concurrency })).Id);
        await host.AwakenAsync();
        foreach (var job in jobs)
            Assert.Equal((JobStatus.Completed, 0), ((await host.EndOfAsync(job)).Status, (await host.JobAsync(job)).Failed));

        // Once the strictest has all its pages, the next strictest holds.
        var seen = underWay.ToList();
        var whileTheStrictestIsAtWork = seen.Take(seen.FindLastIndex(s => s.Job == jobs[0]) + 1).ToList();
        Assert.True(whileTheStrictestIsAtWork.Count > 2);
        Assert.All(whileTheStrictestIsAtWork, s => Assert.InRange(s.Requests, 1, 2));

        // Under way from when it is taken up until its end is said.
        IEnumerable<object> Answers(CrawlBatch batch)
        {
            open[batch.BatchId] = batch.Concurrency;
            underWay.Enqueue((batch.JobId, open.Values.Sum()));
            foreach (var page in batch.Pages)
                yield return workers.Result(batch, page);
            open.TryRemove(batch.BatchId, out _);
            yield return SimulatedWorkers.Completed(batch);
        }
    }

    [Fact]
    public async Task No_batch_follows_the_first_of_a_new_host_before_its_crawler_has_told_the_delay()
    {
        var workers = new SimulatedWorkers();
        // All results, and not yet the last word.
        workers.Crawl = batch => batch.DelayMs > 0
            ? [.. batch.Pages.Select(p => SimulatedWorkers.Page(batch, p, [])), SimulatedWorkers.Completed(batch)]
            : [.. batch.Pages.Select(p => SimulatedWorkers.Page(batch, p, ["http://a.test/1"]))];
        await using var host = await EngineHost.StartAsync(workers);
        await host.AwakenAsync();
        var job = await host.SubmitAsync("http://a.test/");
        await Eventually.TrueAsync(async () => (await host.JobAsync(job.Id)).Completed == 1, EngineHost.Deadline);
        // Another job's whole life: time for the dispatcher to have done what it would do.
        await host.EndOfAsync((await host.SubmitAsync("http://b.test/", with: o => o with { DelayMs = 1 })).Id);
        var first = workers.Batches.Single(b => b.Host == "a.test");

        var saidAt = DateTimeOffset.UtcNow;
        await host.Get<IBus>().Publish(SimulatedWorkers.Completed(first) with { RobotsCrawlDelayMs = 400 });
        await host.EndOfAsync(job.Id);

        var second = workers.Batches.Last(b => b.Host == "a.test");
        Assert.Equal((400, 1), (second.DelayMs, second.Concurrency));
        Assert.True(DateTimeOffset.UtcNow - saidAt >= TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task A_host_that_says_to_wait_is_not_asked_before_though_the_end_of_the_batch_is_heard_first()
    {
        var workers = new SimulatedWorkers();
        var wait = TimeSpan.FromMilliseconds(700);
        var asked = new ConcurrentQueue<(DateTimeOffset Told, DateTimeOffset Next)>();
        DateTimeOffset? told = null;
        workers.Crawl = batch =>
        {
            if (told is { } since)
            {
                asked.Enqueue((since, DateTimeOffset.UtcNow));
                return [.. batch.Pages.Select(p => SimulatedWorkers.Page(batch, p, [])), SimulatedWorkers.Completed(batch)];
            }

            told = DateTimeOffset.UtcNow;
            var page = batch.Pages[0];
            return
            [
                SimulatedWorkers.Completed(batch) with { Crawled = 0, Failed = 1, NotFetched = [.. batch.Pages.Skip(1).Select(p => p.PageId)] },
                SimulatedWorkers.Failure(batch, page, PageFailureReason.RateLimited, retryable: true, retryAfterMs: (int)wait.TotalMilliseconds) with { HttpStatus = 429 },
            ];
        };
        await using var host = await EngineHost.StartAsync(workers);
        var job = await host.SubmitAsync("http://a.test/", with: o => o with { Urls = ["http://a.test/", "http://a.test/1", "http://a.test/2", "http://a.test/3"] });
        await host.AwakenAsync();

        var end = await host.EndOfAsync(job.Id);

        Assert.Equal((4, 0), (end.Completed, end.Failed));
        Assert.All(asked, pair => Assert.True(pair.Next - pair.Told >= wait, $"asked again after {pair.Next - pair.Told}"));
        // Well again: as if nothing had been.
        Assert.Equal(0, await host.ScalarAsync<int>($"select back_off_ms as \"Value\" from hosts where name = 'a.test'"));
    }

    [Fact]
    public async Task A_lease_that_comes_back_lets_its_host_rest_as_well()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        var job = await host.SubmitAsync("http://a.test/", with: o => o with { DelayMs = 60_000 });
        await host.AwakenAsync();
        await Eventually.TrueAsync(() => workers.Batches.Count == 1, EngineHost.Deadline);

        await host.Get<Api.Jobs.Leases.LeaseReturn>().ReturnAsync([workers.Batches.Single().BatchId], Api.Jobs.Leases.LeaseReturnKind.Withdrawn, default);

        Assert.True(await host.ScalarAsync<bool>($"select not_before > now() + interval '30 seconds' as \"Value\" from hosts"));
        Assert.Equal(1, (await host.JobAsync(job.Id)).Pending);
    }

    [Fact]
    public async Task A_batch_is_not_taken_up_after_its_lease_and_a_lease_outlasts_the_wait_for_its_delay()
    {
        var workers = new SimulatedWorkers { Crawl = _ => [] };
        await using var host = await EngineHost.StartAsync(workers);
        await host.SubmitAsync("http://a.test/", with: o => o with { DelayMs = 60_000 });
        await host.AwakenAsync();
        await Eventually.TrueAsync(() => workers.Batches.Count == 1, EngineHost.Deadline);

        var expires = await host.ScalarAsync<DateTimeOffset>($"select expires_at as \"Value\" from leases");
        Assert.InRange(expires - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.True(workers.TakenUpBy.Single() <= expires.UtcDateTime - TimeSpan.FromMinutes(0.9));
    }
}
