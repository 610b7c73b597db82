using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Trawl.ServiceDefaults.Telemetry;

/// <summary>All metrics as Prometheus text 0.0.4, collected when asked for.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _scraping = new();
    private byte[] _text = [];

    /// <summary>Set by the reader it is given to.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The metrics as they are now, UTF-8.</summary>
    public byte[] Scrape()
    {
        lock (_scraping)
        {
            _text = [];
            if (Collect?.Invoke(10_000) != true)
                throw new InvalidOperationException("The metrics could not be collected.");
            return _text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (var metric in batch)
            Write(text, metric);
        _text = text.ToUtf8();
        return ExportResult.Success;
    }

    private static void Write(PrometheusText text, Metric metric)
    {
        switch (metric.MetricType)
        {
            case MetricType.LongSum or MetricType.DoubleSum when IsLevel(metric):
            case MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic or MetricType.LongGauge or MetricType.DoubleGauge:
                WriteValues(text, text.Family(metric.Name, metric.Unit, "gauge", metric.Description), metric);
                break;
            case MetricType.LongSum or MetricType.DoubleSum:
                WriteValues(text, text.Family(metric.Name, metric.Unit, "counter", metric.Description), metric);
                break;
            case MetricType.Histogram:
                WriteHistogram(text, text.Family(metric.Name, metric.Unit, "histogram", metric.Description), metric);
                break;
        }
    }

    /// <summary>MassTransit counts up and down what is in progress with instruments that it declares to be counters.</summary>
    private static bool IsLevel(Metric metric) => metric.MeterName == "MassTransit" && metric.Name.EndsWith(".active", StringComparison.Ordinal);

    private static void WriteValues(PrometheusText text, string family, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var value = metric.MetricType switch
            {
                MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
                MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
                MetricType.LongGauge => point.GetGaugeLastValueLong(),
                _ => point.GetGaugeLastValueDouble(),
            };
            text.Sample(family, family, point.Tags, value);
        }
    }

    private static void WriteHistogram(PrometheusText text, string family, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            long atMost = 0;
            foreach (var bucket in point.GetHistogramBuckets())
            {
                atMost += bucket.BucketCount;
                text.Sample(family, family + "_bucket", point.Tags, atMost, bucket.ExplicitBound);
            }

            text.Sample(family, family + "_sum", point.Tags, point.GetHistogramSum());
            text.Sample(family, family + "_count", point.Tags, point.GetHistogramCount());
        }
    }
}
