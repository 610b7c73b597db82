using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Trawl.ServiceDefaults.Telemetry;

/// <summary>Where Trawl's own traces and metrics come from. Their names begin with <c>trawl.</c>.</summary>
public static class TrawlTelemetry
{
    /// <summary>Spans of our own, few: what the frameworks already trace is not traced again.</summary>
    public static readonly ActivitySource Source = new("Trawl", ServiceInstance.Version);

    /// <summary>Metrics of all services.</summary>
    public static readonly Meter Meter = new("Trawl", ServiceInstance.Version);
}
