using System.Diagnostics.Metrics;
using System.Net;

namespace Trawl.Crawler.Fetching.Connecting;

/// <summary>The connections to the sites: pooled, guarded, and with nothing in them that a site could tell two visits apart by.</summary>
internal static class CrawlHandler
{
    public static SocketsHttpHandler Create(GuardedConnector connector, CrawlerOptions options) => new()
    {
        ConnectCallback = connector.ConnectAsync,
        // The callback has the connect time-out, and says so; this one also holds for the TLS handshake.
        ConnectTimeout = options.ConnectTimeout + TimeSpan.FromSeconds(1),
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy would connect for us, past the guard.
        UseProxy = false,
        // Compression is undone by us, where the bytes of the wire can still be counted.
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = options.Slots,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // Names move: after this the resolver is asked again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(500),
        // Our trace ids are none of the site's business.
        ActivityHeadersPropagator = null,
        MeterFactory = new Unheard(),
    };

    // The runtime's HTTP metrics have a time series for each host: a crawl of ten thousand sites would keep them all for ever,
    // and each request would pay for them. What a crawl is measured by is in CrawlerMetrics.
    private sealed class Unheard : IMeterFactory
    {
        private readonly Meter meter = new("unheard.http");

        public Meter Create(MeterOptions options) => meter;

        public void Dispose() => meter.Dispose();
    }
}
