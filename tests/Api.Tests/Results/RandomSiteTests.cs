using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Results;

/// <summary>Sites of chance, some by workers that lose, repeat and reorder what they say: whatever it is, each job ends and its counts are those of its rows.</summary>
public sealed class RandomSiteTests
{
    private const int Pages = 40;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task Every_job_ends_and_its_counts_add_up(int seed, bool chaos)
    {
        var random = new Random(seed);
        await using var host = await WebHost.StartAsync(web => Change(web, random, everything: true), ("Jobs:LeaseDuration", "00:00:00.4"), ("Jobs:MaxAttempts", "1000"), ("Jobs:WorkerTimeout", "01:00:00"));
        if (chaos)
        {
            host.Engine.Workers.Crawl = batch => Chaos.Of(random, [.. host.Web.Crawl(batch)]);
            host.Engine.Workers.Embed = batch => Chaos.Of(random, [SimulatedWorkers.Embedded(batch)]);
        }

        Job? first = null;
        for (var i = 0; i < (chaos ? 2 : 5); i++)
        {
            var job = first is null || random.Next(2) == 0
                ? await host.CrawlAsync(o => o with { UseSitemap = random.Next(2) == 0, MaxPages = random.Next(3) == 0 ? 10 : 1000, MaxDepth = random.Next(3) == 0 ? 2 : 50 })
                : await host.RefreshAsync(first);
            first ??= job;

            await host.AddsUpAsync(job);
            await Facts.EventsAsync(host.Engine, job);
            await StoredOnceAsync(host, job);
            lock (random)
                Change(host.Web, random, everything: false);
        }
    }

    private static async Task StoredOnceAsync(WebHost host, Job job)
    {
        var pages = await host.PagesAsync(job);
        var stored = (await host.StoredAsync(job)).ToHashSet();
        Assert.All(pages.Where(p => p.Status == PageStatus.Completed), p => Assert.Contains(p.Url, stored));
        Assert.True(job.Completed <= job.Options.RootElement.GetProperty("maxPages").GetInt32());
        await using var db = await host.Engine.ContextAsync();
        Assert.All(db.Documents.ToList(), d => Assert.InRange(d.Missing, 0, 1));
        Assert.Empty(db.EmbedTasks.Where(t => t.JobId == job.Id));
    }

    private static void Change(TestWeb web, Random random, bool everything)
    {
        web[WebHost.Root] = new($"root {random.Next(2)}", [.. Some(random, 6)]);
        web[$"{WebHost.Root}sitemap.xml"] = random.Next(3) == 0 ? null : new("", [.. Some(random, 10)]) { Sitemaps = random.Next(2) == 0 ? [$"{WebHost.Root}more.xml"] : [], Validates = random.Next(2) == 0 };
        web[$"{WebHost.Root}more.xml"] = random.Next(2) == 0 ? null : new("", [.. Some(random, 10)]);
        for (var i = 0; i < Pages; i++)
            if (everything || random.Next(4) == 0)
                web[Url(i)] = random.Next(8) == 0 ? null : Resource(random, i);
    }

    private static TestResource Resource(Random random, int i) => new(random.Next(4) == 0 ? $"text {random.Next(4)}" : $"page {i}, {random.Next(3)}", [.. Some(random, random.Next(5))])
    {
        Canonical = random.Next(4) == 0 && random.Next(Pages) is var canonical && canonical != i ? Url(canonical) : null,
        RedirectTo = random.Next(8) == 0 ? Url(random.Next(Pages)) : null,
        LeavesTo = random.Next(20) == 0 ? "http://other.test/" : null,
        NoIndex = random.Next(10) == 0,
        Status = random.Next(12) == 0 ? 500 : random.Next(12) == 0 ? 410 : 200,
        Validates = random.Next(4) > 0,
        SkippedLinks = random.Next(5) == 0 ? [new SkippedLink { Url = $"{Url(i)}.zip", Reason = PageFailureReason.ContentType }, new SkippedLink { Url = Url(random.Next(Pages)), Reason = PageFailureReason.Trap }] : null,
    };

    private static IEnumerable<string> Some(Random random, int count) => Enumerable.Range(0, count).Select(_ => Url(random.Next(Pages))).Distinct();

    private static string Url(int i) => i % 5 == 0 ? $"{WebHost.Root}list?page={i}" : $"{WebHost.Root}{i}";
}
