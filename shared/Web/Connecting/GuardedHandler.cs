using System.Diagnostics.Metrics;
using System.Net;

namespace Trawl.Web.Connecting;

/// <summary>
/// Connections to places that users have named: pooled, guarded, following nothing, and with nothing in them that such a place could tell
/// two visits apart by. What else a caller needs, it sets on the handler.
/// </summary>
public static class GuardedHandler
{
    /// <summary>A handler of its own pool.</summary>
    /// <param name="connector">Connects for it.</param>
    /// <param name="rules">The same as the connector's.</param>
    public static SocketsHttpHandler Create(GuardedConnector connector, IConnectRules rules)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(rules);
        return new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            // The callback has the connect time-out, and says so; this one also holds for the TLS handshake.
            ConnectTimeout = rules.ConnectTimeout + TimeSpan.FromSeconds(1),
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy would connect for us, past the guard.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            // Names move: after this the resolver is asked again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(500),
            // Our trace ids are none of their business.
            ActivityHeadersPropagator = null,
            MeterFactory = new Unheard(),
        };
    }

    // The runtime's HTTP metrics have a time series for each host: a crawl of ten thousand sites would keep them all for ever,
    // and each request would pay for them.
    private sealed class Unheard : IMeterFactory
    {
        private readonly Meter meter = new("unheard.http");

        public Meter Create(MeterOptions options) => meter;

        public void Dispose() => meter.Dispose();
    }
}
