using System.Diagnostics.Metrics;
using Trawl.Api.Database;
using Trawl.Api.Queue.Order;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.Api.Queue.Waits;

/// <summary>The queue as an operator sees it. Its length and age are every replica's own copy, which is the same; the rest is counted where jobs are begun.</summary>
internal static class QueueMetrics
{
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400, 86400] };
    private static readonly InstrumentAdvice<double> Errors = new() { HistogramBucketBoundaries = [-3600, -900, -300, -60, -15, -5, -1, 0, 1, 5, 15, 60, 300, 900, 3600] };

    private static readonly Gauge<long> Length = TrawlTelemetry.Meter.CreateGauge<long>("trawl.api.queue.length", "{job}", "Jobs that wait, by lane.");

    private static readonly Gauge<double> Age = TrawlTelemetry.Meter.CreateGauge<double>(
        "trawl.api.queue.oldest", "s", "How long the one has waited that has waited longest, by lane; 0 when nobody waits.");

    private static readonly Histogram<double> Waited = TrawlTelemetry.Meter.CreateHistogram<double>(
        "trawl.api.queue.wait", "s", "How long jobs had waited when they began, by lane.", advice: Waits);

    private static readonly Histogram<double> Error = TrawlTelemetry.Meter.CreateHistogram<double>(
        "trawl.api.queue.estimate.error", "s", "By how much a wait was longer than told when the job was queued, by estimate (median, p90).", advice: Errors);

    private static readonly Counter<long> Told = TrawlTelemetry.Meter.CreateCounter<long>(
        "trawl.api.queue.estimates", "{wait}", "Waits that had been told, by estimate and by whether they kept within it: half of them should for the median, nine of ten for p90.");

    public static void Tell(QueueIndex index, DateTimeOffset now)
    {
        foreach (var lane in Enum.GetValues<JobPriority>())
        {
            var (count, oldest) = index.Of(lane);
            Length.Record(count, Lane(lane));
            Age.Record(oldest is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0, Lane(lane));
        }
    }

    /// <summary>A queued job begins.</summary>
    public static void Began(Job job, DateTimeOffset now)
    {
        var waited = (now - job.QueuedAt).TotalSeconds;
        Waited.Record(waited, Lane(job.Lane));
        Compare("median", waited, job.ExpectedWaitMs);
        Compare("p90", waited, job.ExpectedWaitP90Ms);
    }

    private static void Compare(string estimate, double waited, int? expectedMs)
    {
        if (expectedMs is not { } ms)
            return;
        var error = waited - (ms / 1000.0);
        Error.Record(error, new KeyValuePair<string, object?>("estimate", estimate));
        Told.Add(1, new("estimate", estimate), new("within", error <= 0 ? "true" : "false"));
    }

    private static KeyValuePair<string, object?> Lane(JobPriority lane) => new("lane", lane switch
    {
        JobPriority.Low => "low",
        JobPriority.High => "high",
        _ => "normal",
    });
}
