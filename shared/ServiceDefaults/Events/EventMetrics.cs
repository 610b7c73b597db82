using System.Diagnostics.Metrics;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.ServiceDefaults.Events;

/// <summary>What the backplane counts.</summary>
internal static class EventMetrics
{
    public static readonly Counter<long> Published = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.events.published", "{event}", "Events handed to the backplane.");

    public static readonly Counter<long> Confirmed = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.events.confirmed", "{event}", "Log events that the backplane has confirmed.");

    public static readonly Counter<long> Dropped = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.events.dropped", "{event}", "State and activity events dropped because the backplane was away or too slow.");

    public static readonly Counter<long> Received = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.events.received", "{event}", "Events received from the backplane.");

    public static readonly Counter<long> Reconnects = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.events.reconnects", "{connection}", "Times that the subscriber's connection was lost and is back.");
}
