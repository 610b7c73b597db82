using System.Diagnostics.Metrics;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.Notifier;

/// <summary>What the Notifier counts. Per batch or per rarity, never per byte.</summary>
internal static class NotifierMetrics
{
    private static Meter Meter => TrawlTelemetry.Meter;

    public static readonly UpDownCounter<long> Connections = Meter.CreateUpDownCounter<long>(
        "trawl.notifier.connections", "{connection}", "Open connections, by transport.");

    public static readonly UpDownCounter<long> Subscriptions = Meter.CreateUpDownCounter<long>(
        "trawl.notifier.subscriptions", "{subscription}", "Channels that connections are subscribed to.");

    public static readonly UpDownCounter<long> Channels = Meter.CreateUpDownCounter<long>(
        "trawl.notifier.channels", "{channel}", "Channels in memory.");

    public static readonly Counter<long> Received = Meter.CreateCounter<long>(
        "trawl.notifier.events.received", "{event}", "Events off the backplane that somebody here is subscribed to.");

    public static readonly Counter<long> Delivered = Meter.CreateCounter<long>(
        "trawl.notifier.events.delivered", "{event}", "Events handed to a client's transport.");

    public static readonly Histogram<double> Latency = Meter.CreateHistogram<double>(
        "trawl.notifier.delivery.latency", "s", "From an event's timestamp to a client's transport, of one live event in 64; the clocks of both machines are in it.");

    public static readonly Counter<long> Replayed = Meter.CreateCounter<long>(
        "trawl.notifier.events.replayed", "{event}", "Log events sent to a client that was catching up.");

    public static readonly Counter<long> Conflated = Meter.CreateCounter<long>(
        "trawl.notifier.events.conflated", "{event}", "State events a newer one took the place of.");

    public static readonly Counter<long> ActivityDropped = Meter.CreateCounter<long>(
        "trawl.notifier.events.thinned", "{event}", "Activity events that found no room.");

    public static readonly Counter<long> Malformed = Meter.CreateCounter<long>(
        "trawl.notifier.events.malformed", "{message}", "Messages on the backplane that are no events.");

    public static readonly Counter<long> SlowCloses = Meter.CreateCounter<long>(
        "trawl.notifier.slow_closes", "{connection}", "Connections closed because they did not keep up.");
}
