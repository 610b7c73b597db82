using Trawl.Web.Connecting;

namespace Trawl.Crawler.Fetching;

/// <summary>The connections to the sites. Compression is undone by us, where the bytes of the wire can still be counted.</summary>
internal static class CrawlHandler
{
    public static SocketsHttpHandler Create(GuardedConnector connector, CrawlerOptions options)
    {
        var handler = GuardedHandler.Create(connector, options);
        handler.MaxConnectionsPerServer = options.Slots;
        handler.MaxResponseDrainSize = 64 * 1024;
        return handler;
    }
}
