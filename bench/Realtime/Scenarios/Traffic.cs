using Trawl.Measurement;
using Trawl.Realtime.Load;
using Trawl.Realtime.Publishing;
using Trawl.Realtime.Servers;

namespace Trawl.Realtime.Scenarios;

/// <summary>Clients on channels, and what is published to them meanwhile.</summary>
internal sealed record Traffic(string Name, int Clients, int Channels, Workload Load);

/// <summary>One run of it.</summary>
internal sealed record Outcome(Traffic Traffic, Publication Published, Tally Tally, double Seconds, double CpuSeconds, int Gone)
{
    public double CpuPerMillion => CpuSeconds / Math.Max(1, Tally.Delivered) * 1e6;

    /// <summary>Microseconds.</summary>
    public double CpuPerEvent => CpuSeconds / Math.Max(1, Published.Published) * 1e6;

    /// <summary>Of what each client would have got had nothing been conflated, thinned or lost.</summary>
    public double Share => Tally.Delivered / ((double)Math.Max(1, Published.Published) * Traffic.Clients / Traffic.Channels);
}

/// <summary>Runs traffic over a server.</summary>
internal static class TrafficRun
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);

    /// <summary>Warms the server up, then measures as often as asked for, and takes the median by CPU a message.</summary>
    public static async Task<Outcome> MedianAsync(Contestant contestant, Traffic traffic, int repeat)
    {
        await using var server = await contestant.Start();
        var channels = await server.ChannelsAsync(traffic.Channels);
        using var load = new LoadGenerator(server.Address, contestant.Speak());
        for (var i = 0; i < traffic.Clients; i++)
            load.Add(channels[i % channels.Count].Name, IServer.User);
        await load.ConnectAsync();
        await server.PublishAsync(channels, traffic.Load with { Rate = 0, Seconds = 2 });
        await load.QuietAsync(Silence);
        var outcomes = new List<Outcome>();
        for (var i = 0; i < repeat; i++)
            outcomes.Add(await OnceAsync(server, load, channels, traffic));
        return outcomes.OrderBy(outcome => outcome.CpuPerMillion).ElementAt(repeat / 2);
    }

    private static async Task<Outcome> OnceAsync(IServer server, LoadGenerator load, IReadOnlyList<JobChannel> channels, Traffic traffic)
    {
        var tally = load.Begin();
        var cpu = CpuTime.OfTree(server.ProcessId);
        var started = Clock.Now;
        var published = await server.PublishAsync(channels, traffic.Load);
        await load.QuietAsync(Silence);
        var seconds = ((Clock.Now - started) / 1e9) - Silence.TotalSeconds;
        return new Outcome(traffic, published, tally, seconds, CpuTime.OfTree(server.ProcessId) - cpu, load.Gone);
    }
}
