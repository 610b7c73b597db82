using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Trawl.Api.Database;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Queue.Waits;

[Trait("Seed", "S1.33")]
[Trait("Seed", "S1.34")]
public sealed class QueueMetricsTests
{
    /// <summary>What dashboards, alerts and autoscalers are built on. A name that is taken away or changed breaks them.</summary>
    private static readonly string[] Approved =
    [
        "trawl.api.queue.estimate.error s", "trawl.api.queue.estimates {wait}", "trawl.api.queue.length {job}", "trawl.api.queue.oldest s", "trawl.api.queue.wait s",
    ];

    private readonly ConcurrentBag<string> _heard = [];

    [Fact]
    public void An_operator_sees_how_many_wait_since_when_and_how_good_the_estimates_were()
    {
        RuntimeHelpers.RunClassConstructor(typeof(QueueMetrics).TypeHandle);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (!instrument.Name.StartsWith("trawl.api.queue.", StringComparison.Ordinal))
                return;
            names.Add($"{instrument.Name} {instrument.Unit}");
            self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
        Assert.Equal(Approved, names);

        var now = DateTimeOffset.UtcNow;
        var index = new QueueIndex();
        for (var i = 1; i <= 3; i++)
            index.Apply(new QueueChange(Guid.NewGuid(), 1, new QueueKey(JobPriority.High, i, Guid.NewGuid()), now.AddSeconds(-1000 * i)));
        QueueMetrics.Tell(index, now);
        var job = Rows.Job("alice", JobStatus.Queued);
        (job.Lane, job.QueuedAt, job.ExpectedWaitMs, job.ExpectedWaitP90Ms) = (JobPriority.Low, now.AddSeconds(-777), 700_000, 900_000);
        QueueMetrics.Began(job, now);

        foreach (var line in new[]
        {
            "trawl.api.queue.length 3 lane=high", "trawl.api.queue.oldest 3000 lane=high", "trawl.api.queue.wait 777 lane=low",
            "trawl.api.queue.estimate.error 77 estimate=median", "trawl.api.queue.estimate.error -123 estimate=p90",
            "trawl.api.queue.estimates 1 estimate=median within=false", "trawl.api.queue.estimates 1 estimate=p90 within=true",
        })
        {
            Assert.Contains(line, _heard);
        }
    }

    private void Hear<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _heard.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
}
