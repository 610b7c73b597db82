using Microsoft.AspNetCore.Http;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.CrawlBatches;

public sealed class RedirectTests
{
    [Theory]
    [InlineData("/inside", PageFailureReason.Redirected, true)]
    [InlineData("/", PageFailureReason.Redirected, false)]
    [InlineData("http://other.example/", PageFailureReason.OutOfScope, false)]
    [InlineData("http://169.254.169.254/latest/meta-data/", PageFailureReason.OutOfScope, false)]
    [InlineData("javascript:alert(1)", PageFailureReason.OutOfScope, false)]
    public async Task A_redirect_is_judged_by_its_target(string location, PageFailureReason reason, bool linked)
    {
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = 301;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/"));
        var failed = Assert.Single(crawler.Said.Failed);
        Assert.Equal((reason, 301), (failed.Reason, failed.HttpStatus));
        Assert.Equal(linked ? [$"{site.Url}{location}"] : [], failed.Links);
        Assert.Equal(location.StartsWith("http:", StringComparison.Ordinal) ? location : null, failed.RedirectTarget);
        Assert.Single(site.Requests);
    }

    [Theory]
    [InlineData("/?b=1&a=2", "/?a=2&b=1")]
    [InlineData("/a?sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9", "/a")]
    public async Task A_site_that_insists_on_its_own_spelling_of_a_url_is_asked_with_that(string spelling, string asked)
    {
        await using var site = await Site.StartAsync(context =>
        {
            if (context.Request.Path + context.Request.QueryString.Value == spelling)
                return context.Response.WriteAsync("<p>text");
            context.Response.Redirect(spelling);
            return Task.CompletedTask;
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, asked));
        var page = Assert.Single(crawler.Said.Crawled);
        Assert.Equal((site.Url + asked, "text"), (page.Url, page.Markdown));
        Assert.Equal([asked, spelling], site.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Its_own_spelling_is_not_asked_for_where_robots_txt_forbids_that()
    {
        const string spelling = "/a?sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9";
        await using var site = await Site.StartAsync(context =>
        {
            if (context.Request.Path == "/robots.txt")
                return context.Response.WriteAsync("User-agent: *\nDisallow: /*sid=");
            context.Response.Redirect(spelling);
            return Task.CompletedTask;
        });
        await using var crawler = await CrawlerHost.StartAsync();
        await crawler.CrawlAsync(CrawlerHost.Batch(site, "/a") with { RespectRobots = true });
        Assert.Equal(PageFailureReason.Redirected, Assert.Single(crawler.Said.Failed).Reason);
        Assert.Equal(["/robots.txt", "/a"], site.Requests.Select(request => request.Path));
    }
}
