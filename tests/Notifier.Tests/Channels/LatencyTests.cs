using System.Diagnostics.Metrics;
using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Tests.Channels;

public sealed class LatencyTests
{
    [Fact]
    [Trait("Seed", "S1.36")]
    public async Task One_live_event_in_64_is_timed_from_its_timestamp_and_a_replayed_one_never()
    {
        var core = new CoreFixture();
        var age = (core.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds; // FakeLog says everything at the epoch
        var timed = new List<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "trawl.notifier.delivery.latency")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) =>
        {
            lock (timed)
                timed.Add(seconds);
        });
        listener.Start();
        var client = core.Client();
        await client.JoinAsync(core.Job);

        core.Say(128);
        await client.UntilAsync(c => c.Seqs.Count == 128);
        var late = core.Client();
        await late.JoinAsync(core.Job, after: 0);
        await late.UntilAsync(c => c.Seqs.Count == 128);

        lock (timed)
            Assert.Equal(2, timed.Count(seconds => seconds == age)); // other tests of this process time theirs
    }
}
