using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.TestSupport;
using Trawl.Web.Connecting;

namespace Trawl.Crawler.Tests.Fetching;

internal static class Fetchers
{
    /// <summary>A fetcher that may speak to loopback, unless the test says otherwise.</summary>
    public static PageFetcher Create(Action<CrawlerOptions>? configure = null, IHostResolver? resolver = null, TimeProvider? time = null)
    {
        var options = new CrawlerOptions { AllowPrivateNetworks = true };
        configure?.Invoke(options);
        return new PageFetcher(new GuardedConnector(resolver ?? new SystemHostResolver(), options), Options.Create(options), time ?? TimeProvider.System);
    }

    /// <summary>A fetcher that trusts this certificate, and no other.</summary>
    public static PageFetcher Trusting(X509Certificate2 certificate)
    {
        var options = new CrawlerOptions { AllowPrivateNetworks = true };
        var handler = CrawlHandler.Create(new GuardedConnector(new SystemHostResolver(), options), options);
        handler.SslOptions.CertificateChainPolicy = TestCertificate.Trusting(certificate);
        return new PageFetcher(handler, options, TimeProvider.System);
    }

    public static Task<FetchOutcome> GetAsync(this PageFetcher fetcher, string url, CancellationToken cancellationToken = default) =>
        fetcher.FetchAsync(new PageToCrawl { PageId = 1, Url = url, Depth = 0 }, cancellationToken);
}
