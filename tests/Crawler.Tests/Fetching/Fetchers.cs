using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Fetching.Connecting;

namespace Trawl.Crawler.Tests.Fetching;

internal static class Fetchers
{
    /// <summary>A fetcher that may speak to loopback, unless the test says otherwise.</summary>
    public static PageFetcher Create(Action<CrawlerOptions>? configure = null, IHostResolver? resolver = null, TimeProvider? time = null)
    {
        var options = new CrawlerOptions { AllowPrivateNetworks = true };
        configure?.Invoke(options);
        return new PageFetcher(new GuardedConnector(resolver ?? new SystemHostResolver(), Options.Create(options)), Options.Create(options), time ?? TimeProvider.System);
    }

    public static Task<FetchOutcome> GetAsync(this PageFetcher fetcher, string url, CancellationToken cancellationToken = default) =>
        fetcher.FetchAsync(new PageToCrawl { PageId = 1, Url = url, Depth = 0 }, cancellationToken);
}
