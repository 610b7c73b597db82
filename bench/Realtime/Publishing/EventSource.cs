using Trawl.Realtime.Load;

namespace Trawl.Realtime.Publishing;

/// <summary>What a run of publishing came to.</summary>
/// <param name="Published">Events that left, all channels together.</param>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="PerSecond">One by the other.</param>
/// <param name="CpuSeconds">Of the publishing process, in that time.</param>
internal sealed record Publication(long Published, double Seconds, double PerSecond, double CpuSeconds);

/// <summary>Publishes round-robin over channels: at even distances, or as fast as the sink takes it.</summary>
internal static class EventSource
{
    /// <param name="rate">Events a second, all channels together; 0: as fast as it goes.</param>
    public static Task<Publication> RunAsync(IEventSink sink, IReadOnlyList<JobChannel> channels, EventWriter writer, double rate, TimeSpan time) =>
        Task.Factory.StartNew(() => Run(sink, channels, writer, rate, time), TaskCreationOptions.LongRunning).Unwrap();

    // On a thread of its own, which sleeps exactly: the pool's threads and timers would bunch the events up.
    private static async Task<Publication> Run(IEventSink sink, IReadOnlyList<JobChannel> channels, EventWriter writer, double rate, TimeSpan time)
    {
        Libc.SleepExactly();
        var cpu = Environment.CpuUsage.TotalTime;
        var dropped = sink.Dropped;
        var started = Clock.Now;
        var end = started + (long)time.TotalNanoseconds;
        var count = 0L;
        var next = 0;
        while (true)
        {
            var now = Clock.Now;
            if (rate > 0)
            {
                var due = started + (long)(count * 1e9 / rate);
                if (due >= end)
                    break;
                if (due > now)
                    Libc.SleepUntil(due);
            }
            else if (now >= end)
            {
                break;
            }

            var channel = channels[next];
            next = next + 1 == channels.Count ? 0 : next + 1;
            var sent = sink.SendAsync(channel.Name, writer.Next(channel));
            if (!sent.IsCompletedSuccessfully)
                sent.AsTask().GetAwaiter().GetResult(); // stays on this thread
            count++;
        }

        await sink.FlushAsync();
        var seconds = (Clock.Now - started) / 1e9;
        count -= sink.Dropped - dropped;
        return new Publication(count, Math.Round(seconds, 3), Math.Round(count / seconds, 1), Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, 3));
    }
}
