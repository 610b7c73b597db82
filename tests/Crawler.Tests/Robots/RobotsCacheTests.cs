using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Robots;
using Trawl.Crawler.Tests.Fetching;
using Trawl.Crawler.Tests.Sites;
using Trawl.TestSupport;

namespace Trawl.Crawler.Tests.Robots;

public sealed class RobotsCacheTests
{
    private readonly ManualTime time = new();

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(410)]
    public async Task A_site_without_the_file_is_free(int status)
    {
        await using var site = await Answering(status);
        Assert.True((await Cache().GetAsync(site.Url, CancellationToken.None)).Rules!.Allows("/a"));
    }

    [Theory]
    [InlineData(500, PageFailureReason.HttpServerError)]
    [InlineData(503, PageFailureReason.HttpServerError)]
    [InlineData(429, PageFailureReason.RateLimited)]
    public async Task A_site_that_cannot_say_is_closed_for_now(int status, PageFailureReason reason)
    {
        await using var site = await Answering(status);
        var verdict = await Cache().GetAsync(site.Url, CancellationToken.None);
        Assert.Null(verdict.Rules);
        Assert.Equal((reason, true), (verdict.Failure!.Reason, verdict.Failure.Retryable));
    }

    [Fact]
    public async Task The_file_is_read_once_however_many_ask_and_again_when_it_is_stale()
    {
        await using var site = await Answering(200);
        var cache = Cache();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cache.GetAsync(site.Url, CancellationToken.None)));
        Assert.Single(site.Requests);
        time.Advance(TimeSpan.FromMinutes(59));
        await cache.GetAsync(site.Url, CancellationToken.None);
        Assert.Single(site.Requests);
        time.Advance(TimeSpan.FromMinutes(2));
        await cache.GetAsync(site.Url, CancellationToken.None);
        Assert.Equal(2, site.Requests.Count);
    }

    [Fact]
    public async Task A_failure_is_not_remembered_for_long()
    {
        var status = 500;
        await using var site = await Site.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var cache = Cache();
        Assert.Null((await cache.GetAsync(site.Url, CancellationToken.None)).Rules);
        status = 404;
        Assert.Null((await cache.GetAsync(site.Url, CancellationToken.None)).Rules);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull((await cache.GetAsync(site.Url, CancellationToken.None)).Rules);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task Five_redirects_are_followed(int redirects, bool free)
    {
        await using var site = await Site.StartAsync(context =>
        {
            var step = int.TryParse(context.Request.Query["step"], out var n) ? n : 0;
            if (step == redirects)
                return context.Response.WriteAsync("User-agent: *\nDisallow: /");
            context.Response.Redirect($"/robots.txt?step={step + 1}");
            return Task.CompletedTask;
        });
        Assert.Equal(free, (await Cache().GetAsync(site.Url, CancellationToken.None)).Rules!.Allows("/a"));
    }

    [Fact]
    public async Task Of_an_endless_file_the_first_500_KiB_count()
    {
        await using var site = await Site.StartAsync(async context =>
        {
            await context.Response.WriteAsync("User-agent: *\nDisallow: /early\n");
            for (var i = 0; i < 600; i++)
                await context.Response.WriteAsync("#" + new string('x', 1022) + "\n");
            await context.Response.WriteAsync("Disallow: /late\n");
        });
        var rules = (await Cache().GetAsync(site.Url, CancellationToken.None)).Rules!;
        Assert.False(rules.Allows("/early"));
        Assert.True(rules.Allows("/late"));
    }

    private static Task<Site> Answering(int status) => Site.StartAsync(context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    private RobotsCache Cache()
    {
        var options = Options.Create(new CrawlerOptions { AllowPrivateNetworks = true });
        return new RobotsCache(new RobotsReader(Fetchers.Create(), options), options, time);
    }
}
