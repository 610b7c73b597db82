using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Results;

public sealed class SitemapTests
{
    private const string Root = WebHost.Root;

    [Fact]
    public async Task Pages_of_sitemaps_are_found_and_sitemaps_are_counted_nowhere()
    {
        await using var host = await WebHost.StartAsync(Fill);

        var job = await host.CrawlAsync(WithSitemap);

        Assert.Equal([Root, $"{Root}a", $"{Root}b", $"{Root}linked"], await host.StoredAsync(job));
        Assert.Equal((4, 4, 0), (job.Total, job.Completed, job.Failed));
        Assert.Equal(1, (await host.PageAsync(job, $"{Root}b")).Depth);
        var sitemaps = await host.PagesAsync(job, PageKind.Sitemap);
        Assert.Equal([("sitemap.xml", 0), ("index.xml", 1), ("deep.xml", 2), ("broken.xml", 2)], sitemaps.Select(p => (p.Url[Root.Length..], p.Depth)));
        Assert.Equal("unreadable", sitemaps[3].Reason);
        Assert.DoesNotContain(host.Web.Requests, r => r.Url.EndsWith("deeper.xml", StringComparison.Ordinal));
        await host.AddsUpAsync(job);
    }

    [Fact]
    public async Task An_unchanged_sitemap_is_not_transferred_again_and_its_pages_are_found_all_the_same()
    {
        await using var host = await WebHost.StartAsync(Fill);
        await host.CrawlAsync(WithSitemap);
        // The broken one has no answer worth keeping.
        host.Web[$"{Root}broken.xml"] = null;

        var second = await host.CrawlAsync(WithSitemap);

        Assert.Empty(host.FetchedWhole());
        Assert.Equal((4, 4), (second.Total, second.Unchanged));
    }

    [Theory]
    [InlineData(ScopeKind.List, 10, true)]
    [InlineData(ScopeKind.Host, 0, true)]
    [InlineData(ScopeKind.Host, 10, false)]
    public async Task None_is_asked_for_where_none_is_wanted(ScopeKind scope, int maxDepth, bool useSitemap)
    {
        await using var host = await WebHost.StartAsync(Fill);
        await host.CrawlAsync(o => o with { Scope = scope, MaxDepth = maxDepth, UseSitemap = useSitemap });
        Assert.DoesNotContain(host.Web.Requests, r => r.Url.EndsWith(".xml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_sitemap_names_that_is_not_worth_a_request_is_shown_in_every_crawl()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root");
            web[$"{Root}sitemap.xml"] = new("", Root) { SkippedLinks = [new SkippedLink { Url = $"{Root}b.zip", Reason = PageFailureReason.ContentType }] };
        });
        for (var crawl = 0; crawl < 2; crawl++)
        {
            var job = await host.CrawlAsync(WithSitemap);
            Assert.Equal((PageStatus.Skipped, "content_type"), ((await host.PageAsync(job, $"{Root}b.zip")).Status, (await host.PageAsync(job, $"{Root}b.zip")).Reason));
            Assert.Equal((2, 1), (job.Total, job.Skipped));
            await host.AddsUpAsync(job);
        }
    }

    [Fact]
    public async Task A_site_without_a_sitemap_is_no_failure()
    {
        await using var host = await WebHost.StartAsync(web => web[Root] = new("root"));
        var job = await host.CrawlAsync(WithSitemap);
        Assert.Equal((JobStatus.Completed, 1, 0), (job.Status, job.Completed, job.Failed));
    }

    [Fact]
    public async Task A_sitemap_names_no_more_pages_than_could_ever_be_fetched()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root");
            string[] pages = [.. Enumerable.Range(0, 5000).Select(i => $"{Root}p/{i}")];
            web[$"{Root}sitemap.xml"] = new("", pages);
            foreach (var page in pages)
                web[page] = new(page);
        });
        // The root alone is not enough: the job cannot end before it has read the sitemap.
        var job = await host.CrawlAsync(o => WithSitemap(o) with { MaxPages = 2 });
        Assert.Equal((2, (4 * 2) + 1000), (job.Completed, job.Total));
        await host.AddsUpAsync(job);
    }

    private static CrawlOptions WithSitemap(CrawlOptions options) => options with { UseSitemap = true };

    private static void Fill(TestWeb web)
    {
        web[Root] = new("root", $"{Root}linked");
        web[$"{Root}linked"] = new("linked");
        web[$"{Root}a"] = new("a");
        web[$"{Root}b"] = new("b");
        web[$"{Root}sitemap.xml"] = new("", $"{Root}a") { Sitemaps = [$"{Root}index.xml"] };
        web[$"{Root}index.xml"] = new("") { Sitemaps = [$"{Root}deep.xml", $"{Root}broken.xml"] };
        web[$"{Root}deep.xml"] = new("", $"{Root}b") { Sitemaps = [$"{Root}deeper.xml"] };
        web[$"{Root}broken.xml"] = new("not a sitemap");
    }
}
