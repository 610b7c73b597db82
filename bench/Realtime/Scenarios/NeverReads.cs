using Trawl.Measurement;
using Trawl.Realtime.Load;
using Trawl.Realtime.Servers;

namespace Trawl.Realtime.Scenarios;

/// <summary>One client that stops reading among many that do not: what it costs the server, and what the others notice.</summary>
internal static class NeverReads
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    public static void Head(Traffic traffic)
    {
        Console.WriteLine($"### never-reads: 1 of {traffic.Clients} clients stops reading; {traffic.Load.Bytes} bytes, {traffic.Load.Rate} a second, {traffic.Load.Seconds} s\n");
        Console.WriteLine("| server | events | MiB before | MiB with all reading | MiB with one that does not | the others' p99 ms | max ms | without it max ms | lost by the worst off | it was |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    }

    public static async Task<double> RowAsync(Contestant contestant, Traffic traffic)
    {
        await using var server = await contestant.Start();
        var channels = await server.ChannelsAsync(1);
        using var readers = new LoadGenerator(server.Address, contestant.Speak());
        for (var i = 1; i < traffic.Clients; i++)
            readers.Add(channels[0].Name, IServer.User);
        await readers.ConnectAsync();
        await server.PublishAsync(channels, traffic.Load with { Seconds = 5 });
        await readers.QuietAsync(Silence);

        // The same twice: the heap also grows when everybody reads.
        var before = Memory.Of(server.ProcessId).Private;
        var (_, control, allRead) = await RunAsync(server, channels, readers, traffic.Load);
        using var stuck = new LoadGenerator(server.Address, contestant.Speak());
        stuck.Add(channels[0].Name, IServer.User, neverReads: true);
        await stuck.ConnectAsync();
        var (published, tally, oneDoesNot) = await RunAsync(server, channels, readers, traffic.Load);

        var worst = published - Smallest(tally.PerClient);
        Console.WriteLine(
            $"| {contestant.Key} | {traffic.Load.Type} | {before / 1024} | {allRead / 1024} | {oneDoesNot / 1024} | {tally.Latency.Milliseconds(0.99):F0} "
            + $"| {tally.Latency.Max / 1e6:F0} | {control.Latency.Max / 1e6:F0} | {worst} of {published}{(readers.Gone > 0 ? $", {readers.Gone} closed" : "")} | {(await WasClosedAsync(stuck) ? "closed" : "kept")} |");
        return (oneDoesNot - allRead) / 1024.0;
    }

    /// <summary>The median while it ran, KiB of private memory: its extremes are the collector's.</summary>
    private static async Task<(long Published, Tally Tally, long Private)> RunAsync(
        IServer server, IReadOnlyList<Publishing.JobChannel> channels, LoadGenerator readers, Workload load)
    {
        var tally = readers.Begin();
        var publishing = server.PublishAsync(channels, load);
        var samples = new List<long>();
        while (!publishing.IsCompleted)
        {
            samples.Add(Memory.Of(server.ProcessId).Private);
            await Task.WhenAny(publishing, Task.Delay(200));
        }

        var published = (await publishing).Published;
        await readers.QuietAsync(Silence);
        return (published, tally, samples.Order().ElementAt(samples.Count / 2));
    }

    private static int Smallest(ReadOnlySpan<int> counts)
    {
        var smallest = int.MaxValue;
        foreach (var count in counts)
            smallest = Math.Min(smallest, count);
        return smallest;
    }

    // It learns of its end when it reads again: everything that was sent, and then the line's end.
    private static async Task<bool> WasClosedAsync(LoadGenerator stuck)
    {
        stuck.ReadAgain();
        await stuck.QuietAsync(TimeSpan.FromSeconds(1));
        return stuck.Gone > 0;
    }
}
