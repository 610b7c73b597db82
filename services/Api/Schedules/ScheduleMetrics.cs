using System.Diagnostics.Metrics;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.Api.Schedules;

/// <summary>Whether schedules are kept.</summary>
internal static class ScheduleMetrics
{
    private static readonly Counter<long> Runs = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.schedules.runs", "{run}", "Runs that came, by what made them and by what became of them.");

    private static readonly Histogram<double> Lateness = TrawlTelemetry.Meter.CreateHistogram<double>(
        "trawl.schedules.lateness", "s", "From when a run was due to its job.");

    public static void Ran(string trigger, string outcome) => Runs.Add(1, new("trigger", trigger), new("outcome", outcome));

    public static void Late(TimeSpan by) => Lateness.Record(by.TotalSeconds);
}
