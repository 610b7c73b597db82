using System.Net;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Robots;
using Trawl.Crawler.Tests.Sites;
using Trawl.Web.Connecting;

namespace Trawl.Crawler.Tests.Fetching;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://017700000001:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://%31%32%37.0.0.1:{0}/")]
    [InlineData("http://①②⑦.0.0.1:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::]:{0}/")]
    [InlineData("http://[::127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://[64:ff9b::7f00:1]:{0}/")]
    [InlineData("http://[2002:7f00:1::]:{0}/")]
    [InlineData("http://[fe80::1%251]:{0}/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task A_private_address_is_refused_however_it_is_written(string url)
    {
        await using var site = await Site.OfAsync(("/", "secret"));
        using var fetcher = Fetchers.Create(options => options.AllowPrivateNetworks = false);
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync(url.Replace("{0}", $"{new Uri(site.Url).Port}", StringComparison.Ordinal)));
        Assert.Equal((PageFailureReason.UrlNotAllowed, false), (failure.Reason, failure.Retryable));
        Assert.Empty(site.Requests);
    }

    [Fact]
    public async Task A_public_name_with_a_private_address_is_refused()
    {
        await using var site = await Site.OfAsync(("/", "secret"));
        using var fetcher = Fetchers.Create(options => options.AllowPrivateNetworks = false, new LyingResolver((_, _) => [IPAddress.Loopback]));
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync($"http://public.example:{new Uri(site.Url).Port}/"));
        Assert.Equal(PageFailureReason.UrlNotAllowed, failure.Reason);
        Assert.Empty(site.Requests);
    }

    [Fact]
    public async Task A_name_that_was_harmless_when_it_was_looked_at_is_judged_again_when_it_is_connected_to()
    {
        await using var site = await Site.OfAsync(("/", "secret"));
        // 192.0.2.1 is reserved for documentation, so that even a mistake here reaches nobody; judged private as well.
        var resolver = new LyingResolver((_, asked) => asked == 0 ? [IPAddress.Parse("192.0.2.1")] : [IPAddress.Loopback]);
        using var fetcher = Fetchers.Create(options => options.AllowPrivateNetworks = false, resolver);
        for (var i = 0; i < 3; i++)
            Assert.Equal(PageFailureReason.UrlNotAllowed, Assert.IsType<FetchFailure>(await fetcher.GetAsync($"http://public.example:{new Uri(site.Url).Port}/")).Reason);
        Assert.Equal(3, resolver.Asked);
        Assert.Empty(site.Requests);
    }

    [Fact]
    public async Task The_address_that_was_judged_is_the_one_connected_to()
    {
        await using var site = await Site.OfAsync(("/", "<p>hello"));
        var resolver = new LyingResolver((_, asked) => asked == 0 ? [IPAddress.Loopback] : []);
        using var fetcher = Fetchers.Create(resolver: resolver);
        using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync($"http://public.example:{new Uri(site.Url).Port}/"));
        Assert.Equal(1, resolver.Asked);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_an_unreachable_host()
    {
        using var fetcher = Fetchers.Create(resolver: new LyingResolver((_, _) => []));
        var failure = Assert.IsType<FetchFailure>(await fetcher.GetAsync("http://nowhere.example/"));
        Assert.Equal((PageFailureReason.HostUnreachable, true), (failure.Reason, failure.Retryable));
    }

    [Fact]
    public async Task Of_several_addresses_the_next_is_tried_when_one_is_dead()
    {
        await using var site = await Site.OfAsync(("/", "<p>hello"));
        using var fetcher = Fetchers.Create(resolver: new LyingResolver((_, _) => [IPAddress.Parse("127.0.0.99"), IPAddress.Loopback]));
        using var page = Assert.IsType<FetchedPage>(await fetcher.GetAsync($"http://public.example:{new Uri(site.Url).Port}/"));
        Assert.Equal(200, page.HttpStatus);
    }

    [Theory]
    [InlineData("10.0.0.1 93.184.215.14 127.0.0.1 2606:2800:21f:cb07:6820:80da:af6b:8b2c", "93.184.215.14 2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1:: fd00::1 169.254.169.254", "")]
    [InlineData("::ffff:93.184.215.14", "::ffff:93.184.215.14")]
    public void Of_several_addresses_only_the_public_ones_are_spoken_to(string resolved, string allowed)
    {
        var addresses = resolved.Split(' ').Select(IPAddress.Parse).ToArray();
        var connector = new GuardedConnector(new SystemHostResolver(), new CrawlerOptions());
        Assert.Equal(allowed, string.Join(' ', connector.Allowed(addresses).Select(address => address.ToString())));
    }

    [Fact]
    public async Task A_robots_txt_that_has_moved_to_a_private_address_is_refused_there()
    {
        await using var inside = await Site.OfAsync(("/robots.txt", "User-agent: *\nAllow: /"));
        var options = new CrawlerOptions { AllowPrivateNetworks = true };
        await using var site = await Site.StartAsync(context =>
        {
            // The test's public site is private too: the guard goes up once it has been reached.
            options.AllowPrivateNetworks = false;
            context.Response.Redirect($"{inside.Url}/robots.txt");
            return Task.CompletedTask;
        });
        var wrapped = Options.Create(options);
        using var fetcher = new PageFetcher(new GuardedConnector(new SystemHostResolver(), options), wrapped, TimeProvider.System);
        var verdict = await new RobotsReader(fetcher, wrapped).ReadAsync(site.Url, CancellationToken.None);
        Assert.Equal((null, PageFailureReason.UrlNotAllowed), (verdict.Rules, verdict.Failure!.Reason));
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task A_sitemap_at_a_private_address_is_refused_as_a_page_is()
    {
        await using var site = await Site.OfAsync(("/sitemap.xml", "<urlset/>"));
        using var fetcher = Fetchers.Create(options => options.AllowPrivateNetworks = false, new LyingResolver((_, _) => [IPAddress.Loopback]));
        var page = new PageToCrawl { PageId = 1, Url = $"http://public.example:{new Uri(site.Url).Port}/sitemap.xml", Depth = 0, Kind = PageKind.Sitemap };
        Assert.Equal(PageFailureReason.UrlNotAllowed, Assert.IsType<FetchFailure>(await fetcher.FetchRawAsync(page, CancellationToken.None)).Reason);
        Assert.Empty(site.Requests);
    }
}
