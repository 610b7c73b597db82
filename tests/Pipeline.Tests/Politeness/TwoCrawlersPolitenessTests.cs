namespace Trawl.Pipeline.Tests.Politeness;

public sealed class TwoCrawlersPolitenessTests(TwoCrawlers deployment) : PolitenessSpecification(deployment.Cluster), IClassFixture<TwoCrawlers>
{
    protected override int Crawlers => 2;

    [Fact]
    public async Task Kill_9_of_a_crawler_shortens_no_delay()
    {
        await using var site = await LoggingSite.StartAsync(pages: 15, TimeSpan.FromMilliseconds(100), "User-agent: *\nCrawl-delay: 0.3");
        await BothAsync(site, new { type = "crawl", url = site.Root("a") }, new { type = "crawl", url = site.Root("b") }, _ => KillAsync(site, after: 8));
        LogFacts.Apart(site.Log, TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public async Task Kill_9_of_a_crawler_puts_no_more_requests_under_way()
    {
        await using var site = await LoggingSite.StartAsync(pages: 60, TimeSpan.FromMilliseconds(100));
        var kill = TimeSpan.Zero;
        await BothAsync(
            site, new { type = "crawl", url = site.Root("a"), concurrency = 2 }, new { type = "crawl", url = site.Root("b"), concurrency = 3 },
            async _ => kill = await KillAsync(site, after: 30));
        // When the one that wants less is done, the other may have its three.
        Assert.Equal(2, LogFacts.Most(WhileAtWork(site, "/a/"), kill));
    }

    /// <summary>One of them, in the middle, and starts it again; when.</summary>
    private async Task<TimeSpan> KillAsync(LoggingSite site, int after)
    {
        await site.RequestsReachAsync(after, Deadline);
        var kill = LoggingSite.Now;
        await deployment.Cluster.KillAsync("crawler");
        await deployment.Cluster.StartAsync("crawler");
        return kill;
    }
}
