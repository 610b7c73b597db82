using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Activity;
using Trawl.Crawler.CrawlBatches;
using Trawl.Crawler.CrawlBatches.Pages;
using Trawl.Crawler.Robots;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.CrawlBatches;

public sealed class PolitenessTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_site_that_asks_to_be_left_alone_is_and_the_rest_goes_back(int status)
    {
        await using var site = await Answering(status);
        await using var crawler = await CrawlerHost.StartAsync();
        var completed = await crawler.CrawlAsync(Twenty(site));
        Assert.InRange(site.Requests.Count, 1, 4);
        Assert.Equal((0, site.Requests.Count, 20 - site.Requests.Count), (completed.Crawled, completed.Failed, completed.NotFetched.Count));
        Assert.All(crawler.Said.Failed, failed => Assert.Equal((status, true, 7000), (failed.HttpStatus!.Value, failed.Retryable, failed.RetryAfterMs!.Value)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(408)]
    public async Task Other_errors_are_a_pages_own(int status)
    {
        await using var site = await Answering(status);
        await using var crawler = await CrawlerHost.StartAsync();
        Assert.Equal(20, (await crawler.CrawlAsync(Twenty(site))).Failed);
    }

    [Fact]
    public async Task What_is_under_way_when_the_site_asks_for_it_ends_by_itself()
    {
        var asked = new TaskCompletionSource();
        await using var site = await Site.StartAsync(async context =>
        {
            if (context.Request.Path == "/1")
            {
                context.Response.StatusCode = 429;
                return;
            }

            await asked.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("<p>hello");
        });
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = Twenty(site);
        await crawler.Bus.Publish(batch);
        await crawler.Said.UntilAsync(() => crawler.Said.Failed.Any(), TimeSpan.FromSeconds(30));
        asked.SetResult();
        var completed = await crawler.CompletedAsync(batch.BatchId);
        Assert.Equal((3, 1, 16), (completed.Crawled, completed.Failed, completed.NotFetched.Count));
    }

    [Fact]
    public async Task A_robots_txt_that_asks_for_it_ends_the_batch_as_well()
    {
        await using var site = await Answering(503);
        await using var crawler = await CrawlerHost.StartAsync();
        var completed = await crawler.CrawlAsync(Twenty(site) with { RespectRobots = true, Concurrency = 1 });
        Assert.Equal((1, 19), (completed.Failed, completed.NotFetched.Count));
        Assert.Equal("/robots.txt", Assert.Single(site.Requests).Path);
    }

    [Fact]
    public async Task A_robots_txt_just_read_is_a_request_like_any_other()
    {
        await using var site = await Site.OfAsync(("/robots.txt", "User-agent: *\nCrawl-delay: 0.3"), ("/a", "a"));
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a") with { RespectRobots = true });
        Assert.Equal(["/robots.txt", "/a"], site.Requests.Select(request => request.Path));
        Assert.True(Between(site.Requests.First(), site.Requests.Last()) >= TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task A_robots_txt_that_does_not_come_is_not_waited_for_with_a_lease_in_hand()
    {
        var comes = new TaskCompletionSource();
        await using var site = await Site.StartAsync(async context =>
        {
            if (context.Request.Path == "/robots.txt")
                await comes.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("Disallow: /");
        });
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:BatchTimeout", "00:00:02"));
        var first = await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a") with { RespectRobots = true });
        Assert.Equal((0, 0, 1), (first.Crawled, first.Failed, first.NotFetched.Count));
        comes.SetResult();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a") with { RespectRobots = true });
        Assert.Equal((1, 1), (site.Hits("/robots.txt"), site.Hits("/a")));
    }

    [Fact]
    public async Task Rules_hold_for_a_batch_whatever_becomes_of_the_file_meanwhile()
    {
        var version = 0;
        await using var site = await Site.StartAsync(context => context.Response.WriteAsync(
            context.Request.Path == "/robots.txt" ? $"User-agent: *\nCrawl-delay: 0.1\n{(version++ == 0 ? "" : "Disallow: /")}" : "hello"));
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:RobotsLifetime", "00:00:00.01"));
        var completed = await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a", "/b", "/c") with { RespectRobots = true });
        Assert.Equal((3, 0, 1), (completed.Crawled, completed.Failed, site.Hits("/robots.txt")));
        Assert.Equal(1, (await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a") with { RespectRobots = true })).Failed);
    }

    [Theory]
    [InlineData(300, 1)]
    [InlineData(60_000, 0)]
    public async Task A_batch_whose_last_owner_died_waits_before_it_asks_or_goes_back(int delayMs, int crawled)
    {
        await using var site = await Site.OfAsync(("/a", "a"));
        await using var crawler = await CrawlerHost.StartAsync();
        var outcomes = new ConcurrentQueue<PageResult>();
        var began = TimeProvider.System.GetTimestamp();
        var run = Run(crawler, CrawlerHost.Batch(site, "/a") with { DelayMs = delayMs });
        await run.RunAsync(
            redelivered: true,
            (result, _) =>
            {
                outcomes.Enqueue(result);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        Assert.Equal((crawled, crawled, 1 - crawled), (run.Crawled, outcomes.Count, run.NotFetched.Count));
        Assert.All(site.Requests, request => Assert.True(TimeProvider.System.GetElapsedTime(began, request.At) >= TimeSpan.FromMilliseconds(delayMs)));
    }

    private static BatchRun Run(CrawlerHost crawler, CrawlBatch batch) => new(
        batch,
        crawler.Services.GetRequiredService<PageProcessor>(),
        new BatchRobots(crawler.Services.GetRequiredService<RobotsCache>(), TimeSpan.FromSeconds(30)),
        crawler.Services.GetRequiredService<CrawlWorker>(),
        new BatchActivity(crawler, TimeProvider.System, "worker", batch.JobId, batch.UserId, batch.Pages.Count),
        TimeSpan.FromSeconds(20),
        TimeProvider.System);

    private static CrawlBatch Twenty(Site site) => CrawlerHost.Batch(site, [.. Enumerable.Range(1, 20).Select(i => $"/{i}")]);

    private static Task<Site> Answering(int status) => Site.StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = "7";
        return Task.CompletedTask;
    });

    private static TimeSpan Between(SiteRequest first, SiteRequest second) => TimeProvider.System.GetElapsedTime(first.At, second.At);
}
