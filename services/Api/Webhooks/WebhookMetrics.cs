using System.Diagnostics.Metrics;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.Api.Webhooks;

/// <summary>What is measured of webhooks.</summary>
internal static class WebhookMetrics
{
    private static readonly Counter<long> Attempts = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.webhooks.attempts", "{attempt}", "Tries to deliver an event, by outcome: delivered, failed, given_up.");

    private static readonly Histogram<double> Latency = TrawlTelemetry.Meter.CreateHistogram<double>(
        "trawl.webhooks.latency", "s", "From an event to its arrival at a webhook.");

    public static void Delivered(TimeSpan? sinceEvent)
    {
        Attempts.Add(1, new KeyValuePair<string, object?>("outcome", "delivered"));
        if (sinceEvent is { } latency)
            Latency.Record(latency.TotalSeconds);
    }

    public static void Failed(bool givenUp) => Attempts.Add(1, new KeyValuePair<string, object?>("outcome", givenUp ? "given_up" : "failed"));
}
