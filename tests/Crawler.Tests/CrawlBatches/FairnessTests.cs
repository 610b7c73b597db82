using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.CrawlBatches;

public sealed class FairnessTests
{
    [Fact]
    public async Task Slow_hosts_take_their_slots_and_leave_the_others_alone()
    {
        await using var hanging = await Site.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var fast = await Site.OfAsync(("/a", "a"), ("/b", "b"), ("/c", "c"));
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:Slots", "4"));
        // As the dispatcher would: all slots but one to hosts that never answer, in batches of one.
        for (var i = 0; i < 3; i++)
            await crawler.Bus.Publish(CrawlerHost.Batch(hanging, "/1", "/2") with { Concurrency = 1 });
        await hanging.AskedAsync(3);
        for (var i = 0; i < 5; i++)
            Assert.Equal(3, (await crawler.CrawlAsync(CrawlerHost.Batch(fast, "/a", "/b", "/c") with { Concurrency = 1 })).Crawled);
        Assert.Equal(3, hanging.Requests.Count);
        Assert.Single(crawler.Said.Completed.Select(completed => completed.Host).Distinct());
    }

    [Fact]
    public async Task A_host_that_is_asked_once_a_minute_holds_no_slot_meanwhile()
    {
        await using var slow = await Site.OfAsync(("/a", "a"), ("/b", "b"));
        await using var fast = await Site.OfAsync(("/a", "a"));
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:Slots", "2"), ("Crawler:BatchTimeout", "00:10:00"));
        await crawler.Bus.Publish(CrawlerHost.Batch(slow, "/a", "/b") with { DelayMs = 60_000 });
        await crawler.Said.UntilAsync(() => crawler.Said.Crawled.Any(), TimeSpan.FromSeconds(30));
        Assert.Equal(0, (await crawler.CrawlAsync(CrawlerHost.Batch(fast, "/a"))).Failed);
        Assert.Equal(2, crawler.Said.Crawled.Count());
    }

    [Fact]
    public async Task A_batch_that_finds_no_slot_goes_back()
    {
        await using var hanging = await Site.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var fast = await Site.OfAsync(("/a", "a"));
        await using var crawler = await CrawlerHost.StartAsync(("Crawler:Slots", "2"), ("Crawler:BatchTimeout", "00:00:02"));
        await crawler.Bus.Publish(CrawlerHost.Batch(hanging, "/1", "/2") with { Concurrency = 2 });
        await hanging.AskedAsync(2);
        var completed = await crawler.CrawlAsync(CrawlerHost.Batch(fast, "/a"));
        Assert.Equal((0, 1), (completed.Crawled, completed.NotFetched.Count));
        Assert.Empty(fast.Requests);
    }
}
