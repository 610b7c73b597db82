using System.Text.Json;

namespace Trawl.Pipeline.Tests.Politeness;

/// <summary>Two jobs of two users on one host never exceed what the host, or the stricter of the two, allows: by the site's own log.</summary>
public abstract class PolitenessSpecification(IDeployment deployment) : IAsyncLifetime
{
    protected static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    protected ApiClient Alice { get; } = new(deployment.Api);

    protected ApiClient Bob { get; } = new(deployment.Api, "bob");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Alice.Dispose();
        Bob.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_crawl_delay_holds_between_the_requests_of_all_jobs_together()
    {
        await using var site = await LoggingSite.StartAsync(pages: 8, TimeSpan.FromMilliseconds(20), "User-agent: *\nCrawl-delay: 0.5");
        await BothAsync(site, new { type = "crawl", url = site.Root("a"), useSitemap = false }, new { type = "crawl", url = site.Root("b") });
        LogFacts.Apart(site.Log, TimeSpan.FromSeconds(0.5));
        // Both jobs' pages, and the sitemap that one of them looked for.
        Assert.Equal(8 + 8 + 1, site.Log.Count);
        AssertAllTookPart(site);
    }

    [Fact]
    public async Task The_lower_concurrency_holds_for_both_jobs_together()
    {
        await using var site = await LoggingSite.StartAsync(pages: 60, TimeSpan.FromMilliseconds(40));
        await BothAsync(site, new { type = "crawl", url = site.Root("a"), concurrency = 2 }, new { type = "crawl", url = site.Root("b"), concurrency = 3 });
        // When the one that wants less is done, the other may have its three.
        Assert.Equal(2, LogFacts.Most(WhileAtWork(site, "/a/")));
        AssertAllTookPart(site);
    }

    [Fact]
    public async Task The_longer_delay_holds_for_both_jobs_while_the_one_that_wants_it_is_at_work()
    {
        await using var site = await LoggingSite.StartAsync(pages: 15, TimeSpan.FromMilliseconds(20));
        await BothAsync(site, new { type = "crawl", url = site.Root("a"), delayMs = 200 }, new { type = "crawl", url = site.Root("b") });
        LogFacts.Apart(WhileAtWork(site, "/a/"), TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task A_host_that_answers_429_is_asked_by_nobody_before_the_time_it_names()
    {
        await using var site = await LoggingSite.StartAsync(pages: 30, TimeSpan.FromMilliseconds(20));
        var closed = new SendingAway(beforeRequest: [10, 35]);
        site.SendAway = closed.Ask;
        await BothAsync(site, new { type = "crawl", url = site.Root("a"), concurrency = 2 }, new { type = "crawl", url = site.Root("b"), concurrency = 2 });
        LogFacts.LeftAlone(site.Log, concurrency: 2);
        Assert.Equal(2, site.Log.Select(request => request.NotBefore).Where(time => time is not null).Distinct().Count());
    }

    [Fact]
    public async Task A_fast_host_of_a_job_is_done_long_before_the_slow_one()
    {
        await using var slow = await LoggingSite.StartAsync(pages: 16, TimeSpan.FromSeconds(2), address: "127.0.0.2");
        await using var fast = await LoggingSite.StartAsync(pages: 40, TimeSpan.FromMilliseconds(10), address: "127.0.0.3");
        var job = await Alice.EndOfAsync(await Alice.SubmitAsync(new { type = "crawl", urls = (string[])[slow.Root("s"), fast.Root("f")] }), Deadline);
        string[] all = [.. slow.Urls("s").Concat(fast.Urls("f")).Order(StringComparer.Ordinal)];
        Assert.Equal(all, await Alice.StoredUrlsAsync(job));
        var fastDone = fast.Log[^1].Start;
        Assert.InRange(slow.Log.Count(request => request.Start < fastDone), 0, 12);
    }

    /// <summary>Both to the end, everything stored.</summary>
    protected async Task BothAsync(LoggingSite site, object ofAlice, object ofBob, Func<string, Task>? meanwhile = null)
    {
        var (first, second) = (await Alice.SubmitAsync(ofAlice), await Bob.SubmitAsync(ofBob));
        if (meanwhile is not null)
            await meanwhile(first);
        AssertWhole(site.Urls("a"), await Alice.EndOfAsync(first, Deadline), await Alice.StoredUrlsAsync(await Alice.EndOfAsync(first, Deadline)));
        AssertWhole(site.Urls("b"), await Bob.EndOfAsync(second, Deadline), await Bob.StoredUrlsAsync(await Bob.EndOfAsync(second, Deadline)));
    }

    /// <summary>Requests from the first to the last of those for a job's own pages.</summary>
    protected static IReadOnlyList<LoggedRequest> WhileAtWork(LoggingSite site, string path)
    {
        var log = site.Log;
        var own = log.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal)).ToList();
        return [.. log.Where(request => request.Start >= own[0].Start && request.Start <= own[^1].Start)];
    }

    /// <summary>How many processes crawl.</summary>
    protected abstract int Crawlers { get; }

    private void AssertAllTookPart(LoggingSite site) => Assert.Equal(Crawlers, site.RobotsRead);

    private static void AssertWhole(string[] urls, JsonElement job, string[] stored)
    {
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(urls, stored);
    }
}
