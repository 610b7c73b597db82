using Microsoft.AspNetCore.Http;
using Trawl.Contracts.Crawling;
using Trawl.Contracts.Jobs;
using Trawl.Contracts.Workers;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.CrawlBatches;

public sealed class CrawlBatchTests
{
    [Fact]
    public async Task Each_page_has_exactly_one_outcome_and_the_batch_ends_last()
    {
        await using var site = await Site.OfAsync(
            ("/", "<title>Home</title><a href=/a>a</a><a href=http://other.example/>x</a>"),
            ("/a", "<title>A</title><main><h1>A</h1><p>text</main>"),
            ("/hidden", "<meta name=robots content=noindex><a href=/a>a</a>"));
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/", "/a", "/hidden", "/missing");
        var completed = await crawler.CrawlAsync(batch);

        Assert.Equal((2, 2, 0), (completed.Crawled, completed.Failed, completed.NotFetched.Count));
        Assert.Equal([1, 2, 3, 4], crawler.Said.Crawled.Select(p => p.PageId).Concat(crawler.Said.Failed.Select(p => p.PageId)).Order());
        Assert.IsType<CrawlBatchCompleted>(crawler.Said.All.Last(message => message is not WorkerHeartbeat));
        var home = crawler.Said.Crawled.Single(p => p.PageId == 1);
        Assert.Equal(("Home", 200, $"{site.Url}/a", batch.BatchId, batch.JobId), (home.Title, home.HttpStatus, home.Links.Single(), home.BatchId, home.JobId));
        Assert.Equal(("# A\n\ntext", 64), (crawler.Said.Crawled.Single(p => p.PageId == 2).Markdown, home.ContentHash.Length));
        var hidden = crawler.Said.Failed.Single(p => p.PageId == 3);
        Assert.Equal((PageFailureReason.NoIndex, $"{site.Url}/a"), (hidden.Reason, hidden.Links.Single()));
        Assert.Equal((PageFailureReason.HttpClientError, 404), (crawler.Said.Failed.Single(p => p.PageId == 4).Reason, crawler.Said.Failed.Single(p => p.PageId == 4).HttpStatus));
    }

    [Fact]
    public async Task A_batch_delivered_twice_is_done_twice_with_the_same_results()
    {
        await using var site = await Site.OfAsync(("/", "<p>same"));
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/");
        await crawler.Bus.Publish(batch);
        await crawler.Bus.Publish(batch);
        await crawler.CompletedAsync(batch.BatchId, times: 2);
        Assert.Equal(2, crawler.Said.Crawled.Count());
        Assert.Single(crawler.Said.Crawled.Select(page => page with { DurationMs = 0, Links = [] }).Distinct().Select(page => page.ContentHash).Distinct());
    }

    [Fact]
    public async Task Neither_the_batchs_nor_the_processs_concurrency_is_exceeded()
    {
        var together = new TaskCompletionSource();
        Site? site = null;
        await using var _ = site = await Site.StartAsync(async context =>
        {
            // Held until as many are here as may be, and then a little: one too many would be seen.
            if (site!.MostInFlight == 3)
                together.TrySetResult();
            await together.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("<p>x");
        });
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:Slots", "3"));
        var first = CrawlerHost.Batch(site, [.. Enumerable.Range(0, 20).Select(i => $"/{i}")]) with { Concurrency = 2 };
        var second = CrawlerHost.Batch(site, [.. Enumerable.Range(20, 20).Select(i => $"/{i}")]) with { Concurrency = 2 };
        await Task.WhenAll(crawler.CrawlAsync(first), crawler.CrawlAsync(second));
        Assert.Equal(3, site.MostInFlight);
        Assert.Equal(40, crawler.Said.Crawled.Count());
    }

    [Fact]
    public async Task A_delay_is_kept_by_the_sites_own_clock_and_one_page_is_fetched_at_a_time()
    {
        await using var site = await Site.OfAsync(("/a", "a"), ("/b", "b"), ("/c", "c"));
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a", "/b", "/c") with { DelayMs = 150 });
        var starts = site.Requests.Select(request => request.At).ToArray();
        Assert.Equal(1, site.MostInFlight);
        for (var i = 1; i < starts.Length; i++)
            Assert.True(TimeProvider.System.GetElapsedTime(starts[i - 1], starts[i]) >= TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task Robots_txt_is_heeded_and_its_delay_reported()
    {
        await using var site = await Site.OfAsync(("/robots.txt", "User-agent: *\nDisallow: /private\nCrawl-delay: 0.1"), ("/a", "a"), ("/private/b", "b"));
        await using var crawler = await CrawlerHost.StartAsync();
        var completed = await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a", "/private/b") with { RespectRobots = true });
        Assert.Equal((1, 1, 100), (completed.Crawled, completed.Failed, completed.RobotsCrawlDelayMs));
        Assert.Equal(PageFailureReason.RobotsDisallowed, Assert.Single(crawler.Said.Failed).Reason);
        Assert.Equal((1, 0), (site.Hits("/robots.txt"), site.Hits("/private/b")));
    }

    [Fact]
    public async Task Requests_that_nobody_answers_are_counted_apart_from_pages_that_fail()
    {
        await using var crawler = await CrawlerHost.StartAsync();
        CrawlBatch dead;
        await using (var site = await Site.OfAsync(("/a", "a")))
        {
            var alive = await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a", "/missing"));
            Assert.Equal((1, 1, 0), (alive.Crawled, alive.Failed, alive.Unanswered));
            dead = CrawlerHost.Batch(site, "/a", "/b");
        }

        var completed = await crawler.CrawlAsync(dead);
        Assert.Equal((0, 2, 2), (completed.Crawled, completed.Failed, completed.Unanswered));
    }

    [Fact]
    public async Task A_delay_that_the_batch_has_no_time_for_sends_the_rest_back()
    {
        await using var site = await Site.OfAsync(("/robots.txt", "User-agent: *\nCrawl-delay: 600"), ("/a", "a"), ("/b", "b"));
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:BatchTimeout", "00:00:02"));
        var completed = await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a", "/b") with { RespectRobots = true });
        Assert.Equal((1, 2, 600_000), (completed.Crawled, completed.NotFetched.Single(), completed.RobotsCrawlDelayMs));
    }

    [Fact]
    public async Task A_site_whose_robots_txt_cannot_be_read_is_tried_later()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a") with { RespectRobots = true });
        var failed = Assert.Single(crawler.Said.Failed);
        Assert.Equal((PageFailureReason.HttpServerError, true, 30_000), (failed.Reason, failed.Retryable, failed.RetryAfterMs));
        Assert.Equal(0, site.Hits("/a"));
    }

    [Fact]
    public async Task What_did_not_change_is_said_and_not_sent()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"v1\"" ? 304 : 200;
            return Task.CompletedTask;
        });
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/");
        await crawler.CrawlAsync(batch with { Pages = [batch.Pages[0] with { ETag = "\"v1\"" }] });
        var page = Assert.Single(crawler.Said.Crawled);
        Assert.Equal((true, 304, "", "", "\"v1\""), (page.NotModified, page.HttpStatus, page.Markdown, page.ContentHash, page.ETag));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(4, 1)]
    public async Task At_the_maximal_depth_no_links_are_reported(int depth, int links)
    {
        await using var site = await Site.OfAsync(("/", "<a href=/a>a</a>"));
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/");
        await crawler.CrawlAsync(batch with { Pages = [batch.Pages[0] with { Depth = depth }] });
        Assert.Equal(links, Assert.Single(crawler.Said.Crawled).Links.Count);
    }

    [Fact]
    public async Task A_stopped_jobs_batch_ends_early_and_one_sent_later_is_done()
    {
        var reached = new TaskCompletionSource();
        await using var site = await Site.StartAsync(async context =>
        {
            if (context.Request.Path != "/hangs")
                return;
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/a", "/hangs", "/c") with { Concurrency = 1 };
        await crawler.Bus.Publish(batch);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await crawler.Bus.Publish(new StopJob { JobId = batch.JobId });
        var completed = await crawler.CompletedAsync(batch.BatchId);
        Assert.Equal((1, 0), (completed.Crawled, completed.Failed));
        Assert.Equal([2, 3], completed.NotFetched);

        var later = await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a", "/c") with { JobId = batch.JobId });
        Assert.Equal((2, 0), (later.Crawled, later.Failed));
        Assert.Empty(later.NotFetched);
        Assert.Equal((2, 1), (site.Hits("/a"), site.Hits("/c")));
    }

    [Theory]
    [InlineData("/hidden", PageFailureReason.NoIndex, true)]
    [InlineData("/app", PageFailureReason.NeedsScript, true)]
    [InlineData("/image", PageFailureReason.ContentType, false)]
    [InlineData("/binary", PageFailureReason.Unreadable, true)]
    public async Task What_is_skipped_can_be_asked_for_with_its_validators_next_time(string path, PageFailureReason reason, bool read)
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.LastModified = "Wed, 21 Oct 2015 07:28:00 GMT";
            context.Response.ContentType = context.Request.Path == "/image" ? "image/png" : "text/html";
            return context.Response.WriteAsync(context.Request.Path.Value switch
            {
                "/hidden" => "<meta name=robots content=noindex><a href=/a>a</a>",
                "/app" => "<body><div id=root></div><noscript>Please enable JavaScript.</noscript><script src=/app></script>",
                _ => "\0\u0001\u0002",
            });
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, path));
        var failed = Assert.Single(crawler.Said.Failed);
        Assert.Equal((reason, "\"v1\"", "Wed, 21 Oct 2015 07:28:00 GMT"), (failed.Reason, failed.ETag, failed.LastModified));
        Assert.Equal(read, failed.Bytes > 0);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Text_in_UTF_16_that_says_nothing_of_it_is_text(string encoding)
    {
        var html = System.Text.Encoding.GetEncoding(encoding).GetBytes("<!doctype html><html><head><title>Привет</title><p>Hello, wide world");
        await using var site = await Site.StartAsync(context => context.Response.Body.WriteAsync(html).AsTask());
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/"));
        Assert.Equal(("Привет", "Hello, wide world"), (crawler.Said.Crawled.Single().Title, crawler.Said.Crawled.Single().Markdown));
    }

    [Fact]
    public async Task A_canonical_may_be_named_in_a_header_and_counts_when_it_is_in_scope()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Headers.Append("Link", "</style.css>; rel=preload");
            context.Response.Headers.Append("Link", context.Request.Path == "/a" ? "</b>; rel=\"canonical\"" : "<http://other.example/>; rel=canonical");
            return context.Response.WriteAsync("<p>hello");
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a", "/c"));
        Assert.Equal([$"{site.Url}/b", null], crawler.Said.Crawled.OrderBy(page => page.PageId).Select(page => page.Canonical));
    }

    [Fact]
    [Trait("Seed", "S0.30")]
    public async Task A_page_whose_tags_tangle_is_read_like_any_other()
    {
        await using var site = await Site.OfAsync(("/tangle", string.Concat(Enumerable.Repeat("<div><b><a href=x><ul><li>", 20_000)) + "the end"), ("/a", "<p>a"));
        await using var crawler = await CrawlerHost.StartAsync();
        var completed = await crawler.CrawlAsync(CrawlerHost.Batch(site, "/tangle", "/a"));
        Assert.Equal((2, 0), (completed.Crawled, completed.Failed));
        Assert.Contains(crawler.Said.Crawled, page => page.Markdown.EndsWith("the end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_the_way_out_batches_are_given_back()
    {
        var reached = new TaskCompletionSource();
        await using var site = await Site.StartAsync(async context =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/a", "/b");
        await crawler.Bus.Publish(batch);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await crawler.StopAsync();
        Assert.Equal([1, 2], Assert.Single(crawler.Published.OfType<CrawlBatchCompleted>()).NotFetched);
        Assert.True(crawler.Published.OfType<WorkerHeartbeat>().Last().Stopping);
    }

    [Fact]
    public async Task A_worker_announces_itself()
    {
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:Slots", "7"));
        await crawler.Said.UntilAsync(() => crawler.Said.Heartbeats.Any(), TimeSpan.FromSeconds(30));
        var heartbeat = crawler.Said.Heartbeats.First();
        Assert.Equal((WorkerKind.Crawler, 7, 0, false), (heartbeat.Kind, heartbeat.Slots, heartbeat.Busy, heartbeat.Stopping));
    }

    [Fact]
    [Trait("Seed", "S0.4")]
    [Trait("Seed", "S0.6")]
    [Trait("Seed", "S0.7")]
    [Trait("Seed", "S0.8")]
    public async Task Activity_goes_to_the_job_and_to_its_user()
    {
        await using var site = await Site.OfAsync(("/a", "<p>a"));
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/a", "/missing") with { Concurrency = 1 };
        await crawler.CrawlAsync(batch);
        foreach (var channel in new[] { $"job:{batch.JobId}", "user:alice" })
        {
            // Progress comes by the clock, four times a second at most: in a batch this short, perhaps not at all.
            var events = crawler.Events.Where(e => e.GetProperty("channel").GetString() == channel && e.GetProperty("type").GetString() != "processing_progress").ToArray();
            Assert.Equal(["worker_item_completed", "worker_item_completed", "batch_complete", "task_completed"], events.Select(e => e.GetProperty("type").GetString()));
            Assert.All(events, e => Assert.Equal(["type", "channel", "jobId", "seq", "version", "timestamp", "traceparent", "data"], e.EnumerateObject().Select(p => p.Name)));
            var (good, bad) = (events[0].GetProperty("data"), events[1].GetProperty("data"));
            Assert.Equal((true, 1, 200, 4), (good.GetProperty("ok").GetBoolean(), good.GetProperty("queueSize").GetInt32(), good.GetProperty("status").GetInt32(), good.GetProperty("bytes").GetInt32()));
            Assert.Equal((false, "http_client_error", $"{site.Url}/missing"), (bad.GetProperty("ok").GetBoolean(), bad.GetProperty("reason").GetString(), bad.GetProperty("item").GetString()));
            Assert.Equal(("url_crawling", 2), (events[2].GetProperty("data").GetProperty("taskName").GetString(), events[2].GetProperty("data").GetProperty("completed").GetInt32()));
            Assert.Equal((1, 1), (events[3].GetProperty("data").GetProperty("completed").GetInt32(), events[3].GetProperty("data").GetProperty("failed").GetInt32()));
        }
    }
}
