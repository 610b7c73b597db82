using System.Diagnostics.Metrics;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.Notifier;

/// <summary>What the Notifier counts. Per batch or per rarity, never per byte.</summary>
internal static class NotifierMetrics
{
    private static Meter Meter => TrawlTelemetry.Meter;

    public static readonly UpDownCounter<long> Connections = Meter.CreateUpDownCounter<long>(
        "trawl.notifier.connections", "{connection}", "Open connections, by transport.");

    public static readonly Counter<long> ConnectionsOpened = Meter.CreateCounter<long>(
        "trawl.notifier.connections.opened", "{connection}", "Connections that were let in, by transport.");

    public static readonly Counter<long> ConnectionsFailed = Meter.CreateCounter<long>(
        "trawl.notifier.connections.failed", "{connection}",
        "Connections that were refused, or ended by the server because of a fault of either side, by transport and reason. Over the opened and the refused: the error rate.");

    public static readonly Counter<long> MessagesRefused = Meter.CreateCounter<long>(
        "trawl.notifier.messages.refused", "{message}", "Messages of clients beyond what they may send, by transport.");

    public static readonly Histogram<long> ReplaySize = Meter.CreateHistogram<long>(
        "trawl.notifier.replay.size", "{event}", "Log events a subscriber was sent to catch up, per subscription that had to.");

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

    /// <summary>A connection that was let in.</summary>
    public static void Opened(string transport)
    {
        ConnectionsOpened.Add(1, Transport(transport));
        Connections.Add(1, Transport(transport));
    }

    /// <summary>One that is gone.</summary>
    public static void Gone(string transport) => Connections.Add(-1, Transport(transport));

    /// <summary>One that was refused, or went wrong.</summary>
    public static void Failed(string transport, string reason) => ConnectionsFailed.Add(1, Transport(transport), new KeyValuePair<string, object?>("reason", reason));

    public static void Refused(string transport) => MessagesRefused.Add(1, Transport(transport));

    private static KeyValuePair<string, object?> Transport(string transport) => new("transport", transport);
}
