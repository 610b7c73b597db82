using System.Net;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Tests.Sites;

namespace Trawl.Crawler.Tests.Fetching;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
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
}
