using Microsoft.AspNetCore.Http;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.CrawlBatches;

public sealed class SitemapTests
{
    private const string Two = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>";

    [Fact]
    public async Task A_sitemap_is_read_whatever_its_type_and_is_no_page()
    {
        await using var site = await ServingAsync(("/sitemap.xml", Two));
        await using var crawler = await CrawlerHost.StartAsync();
        var completed = await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml"));
        var read = Assert.Single(crawler.Said.Sitemaps);
        Assert.Equal([$"{site.Url}/a", $"{site.Url}/b"], read.Urls);
        Assert.Equal((0, false, null, "\"v1\""), (read.Sitemaps.Count, read.NotModified, read.Message, read.ETag));
        Assert.Equal((1, 0, 0), (completed.Crawled, completed.Failed, crawler.Said.Crawled.Count()));
        var told = crawler.Events.First(e => e.GetProperty("type").GetString() == "worker_item_completed").GetProperty("data");
        Assert.Equal((true, 200), (told.GetProperty("ok").GetBoolean(), told.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("raw")]
    public async Task A_compressed_one_is_read_too_and_pages_go_beside_it(string encoding)
    {
        await using var site = await Site.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = encoding == "raw" ? "deflate" : encoding;
            await context.Response.Body.WriteAsync(Compressed.Of(encoding, context.Request.Path == "/a" ? "<p>a" : Two));
        });
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = CrawlerHost.Batch(site, "/sitemap.xml", "/a");
        await crawler.CrawlAsync(batch with { Pages = [batch.Pages[0] with { Kind = PageKind.Sitemap }, batch.Pages[1]] });
        Assert.Equal(2, Assert.Single(crawler.Said.Sitemaps).Urls.Count);
        Assert.Equal("a", Assert.Single(crawler.Said.Crawled).Markdown);
    }

    [Fact]
    public async Task Where_robots_txt_names_sitemaps_the_guess_is_not_tried()
    {
        await using var site = await ServingAsync(("/robots.txt", "Sitemap: /news.xml\nSitemap: /pages.xml\nSitemap: http://elsewhere.example/other.xml\nSitemap: /news.xml"));
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml") with { RespectRobots = true });
        var read = Assert.Single(crawler.Said.Sitemaps);
        Assert.Equal([$"{site.Url}/news.xml", $"{site.Url}/pages.xml"], read.Sitemaps);
        Assert.Empty(read.Urls);
        Assert.Equal("/robots.txt", Assert.Single(site.Requests).Path);
    }

    [Fact]
    public async Task A_guess_that_robots_txt_names_among_others_is_read_beside_them()
    {
        await using var site = await ServingAsync(("/robots.txt", "Sitemap: /sitemap.xml\nSitemap: /news.xml"), ("/sitemap.xml", Two));
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml") with { RespectRobots = true });
        var read = Assert.Single(crawler.Said.Sitemaps);
        Assert.Equal((2, $"{site.Url}/news.xml"), (read.Urls.Count, Assert.Single(read.Sitemaps)));
    }

    [Fact]
    public async Task What_robots_txt_names_besides_is_not_lost_with_the_guess()
    {
        await using var site = await ServingAsync(("/robots.txt", "Sitemap: /sitemap.xml\nSitemap: /news.xml"));
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml") with { RespectRobots = true });
        var read = Assert.Single(crawler.Said.Sitemaps);
        Assert.Equal(("The server answered 404.", $"{site.Url}/news.xml"), (read.Message, Assert.Single(read.Sitemaps)));
    }

    [Theory]
    [InlineData("Disallow: /", 0)]
    [InlineData("Disallow: /\nSitemap: /maps/1.xml", 1)]
    public async Task Rules_hold_for_sitemaps_that_the_file_does_not_name_itself(string rules, int read)
    {
        await using var site = await ServingAsync(("/robots.txt", $"User-agent: *\n{rules}"), ("/maps/1.xml", Two));
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = Sitemap(site, "/maps/1.xml") with { RespectRobots = true };
        await crawler.CrawlAsync(batch with { Pages = [batch.Pages[0] with { Depth = 1 }] });
        Assert.Equal((read, read), (crawler.Said.Sitemaps.Count(), site.Hits("/maps/1.xml")));
        Assert.All(crawler.Said.Failed, failed => Assert.Equal(PageFailureReason.RobotsDisallowed, failed.Reason));
    }

    [Fact]
    public async Task One_that_has_moved_is_a_further_one()
    {
        await using var site = await MovedAsync("/sitemap_index.xml");
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml"));
        Assert.Equal($"{site.Url}/sitemap_index.xml", Assert.Single(Assert.Single(crawler.Said.Sitemaps).Sitemaps));
        Assert.Single(site.Requests);
    }

    [Theory]
    [InlineData("http://elsewhere.example/sitemap.xml", PageFailureReason.OutOfScope, "http://elsewhere.example/sitemap.xml")]
    [InlineData("http://[", PageFailureReason.OutOfScope, null)]
    [InlineData("/sitemap.xml", PageFailureReason.Redirected, null)]
    public async Task One_that_has_moved_out_of_the_site_or_to_itself_is_none(string location, PageFailureReason reason, string? target)
    {
        await using var site = await MovedAsync(location);
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml"));
        var failed = Assert.Single(crawler.Said.Failed);
        Assert.Equal((reason, target), (failed.Reason, failed.RedirectTarget));
        Assert.Single(site.Requests);
    }

    [Theory]
    [InlineData(404, false)]
    [InlineData(500, true)]
    public async Task One_that_cannot_be_read_says_why(int status, bool retryable)
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml"));
        var failed = Assert.Single(crawler.Said.Failed);
        Assert.Equal((1, status, retryable), (failed.PageId, failed.HttpStatus!.Value, failed.Retryable));
    }

    [Fact]
    public async Task One_that_did_not_change_is_not_sent_again()
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"v1\"" ? 304 : 200;
            return Task.CompletedTask;
        });
        await using var crawler = await CrawlerHost.StartAsync();
        var batch = Sitemap(site, "/sitemap.xml");
        await crawler.CrawlAsync(batch with { Pages = [batch.Pages[0] with { ETag = "\"v1\"" }] });
        var read = Assert.Single(crawler.Said.Sitemaps);
        Assert.Equal((true, "\"v1\"", 0, 0), (read.NotModified, read.ETag, read.Urls.Count, read.Sitemaps.Count));
    }

    [Theory]
    [InlineData("gzip", null)]
    [InlineData("br", PageFailureReason.Unreadable)]
    [InlineData("zstd", PageFailureReason.Unreadable)]
    public async Task Garbage_that_calls_itself_compressed_names_no_pages(string encoding, PageFailureReason? reason)
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return context.Response.WriteAsync(Two);
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(Sitemap(site, "/sitemap.xml"));
        Assert.Equal(reason, crawler.Said.Failed.SingleOrDefault()?.Reason);
        // What can be read before it breaks is, and that it broke is said.
        Assert.All(crawler.Said.Sitemaps, read => Assert.Equal((0, true), (read.Urls.Count, read.Message is not null)));
    }

    private static CrawlBatch Sitemap(Site site, string path)
    {
        var batch = CrawlerHost.Batch(site, path);
        return batch with { Pages = [batch.Pages[0] with { Kind = PageKind.Sitemap }] };
    }

    private static Task<Site> ServingAsync(params (string Path, string Text)[] files) => Site.StartAsync(context =>
    {
        var text = files.FirstOrDefault(file => file.Path == context.Request.Path).Text;
        context.Response.StatusCode = text is null ? 404 : 200;
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ETag = "\"v1\"";
        return context.Response.WriteAsync(text ?? "");
    });

    private static Task<Site> MovedAsync(string location) => Site.StartAsync(context =>
    {
        context.Response.StatusCode = 301;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });
}
