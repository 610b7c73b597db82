using System.Globalization;

namespace Trawl.Realtime.Scenarios;

/// <summary>What Trawl means to be, against what was measured.</summary>
internal static class Claims
{
    private static readonly Claim[] All =
    [
        Times("broadcast, WebSocket: cheaper than Nchan", "broadcast", "ws", "nchan/ws", 7),
        Times("broadcast, WebSocket: cheaper than SignalR", "broadcast", "ws", "signalr/hub", 4),
        Times("broadcast, hub: cheaper than SignalR", "broadcast", "hub", "signalr/hub", 1.5),
        Times("channels, WebSocket: cheaper than Nchan", "channels", "ws", "nchan/ws", 10),
        Times("channels, WebSocket: cheaper than SignalR", "channels", "ws", "signalr/hub", 2),
        Times("steady, an event published: cheaper than C epoll", "steady", "ws", "epoll/ws", 3, Figure.CpuPerEvent),
        Most("steady: oldest shown, ms", "steady", "ws", Figure.OldestShown, 150),
        Most("light: p99, ms", "light", "ws", Figure.P99, 25),
        new("light: p50 of Kestrel's, times", (r, t) => r.Of("light", $"{t}/ws", Figure.Median) / r.Of("light", "kestrel/ws", Figure.Median), 1.5, AtLeast: false),
        Most("paced, broker to socket: CPU µs an event", "paced", "ws", Figure.CpuPerEvent, 40),
        Most("memory, WebSocket, one channel: KiB", "memory", "ws", Figure.KiBOneChannel, 15),
        Most("memory, WebSocket, a channel each: KiB", "memory", "ws", Figure.KiBOwnChannels, 15),
        Most("memory, hub, one channel: KiB", "memory", "hub", Figure.KiBOneChannel, 24),
        Most("memory, hub, a channel each: KiB", "memory", "hub", Figure.KiBOwnChannels, 24),
        .. new[] { "ws", "hub", "sse", "sio" }.Select(t => Most($"never-reads, {t}: MiB grown", "never-reads", t, Figure.MiBGrown, 5)),
    ];

    public static void Print(Results results)
    {
        Console.WriteLine("### What Trawl means to be\n\n| | wanted | whole deployment | core alone |\n| --- | --- | --- | --- |");
        foreach (var claim in All)
        {
            var wanted = (claim.AtLeast ? "at least " : "at most ") + claim.Wanted.ToString(CultureInfo.InvariantCulture);
            Console.WriteLine($"| {claim.What} | {wanted} | {Verdict(claim, results, "trawl")} | {Verdict(claim, results, "core")} |");
        }
    }

    private static string Verdict(Claim claim, Results results, string trawl)
    {
        if (claim.Value(results, trawl) is not { } value)
            return "–";
        var kept = claim.AtLeast ? value >= claim.Wanted : value <= claim.Wanted;
        return $"{value:F1}{(kept ? "" : " (missed)")}";
    }

    private static Claim Times(string what, string scenario, string transport, string peer, double wanted, Figure figure = Figure.CpuPerMillion) =>
        new(what + ", times", (r, trawl) => r.Of(scenario, peer, figure) / r.Of(scenario, $"{trawl}/{transport}", figure), wanted, AtLeast: true);

    private static Claim Most(string what, string scenario, string transport, Figure figure, double wanted) =>
        new(what, (r, trawl) => r.Of(scenario, $"{trawl}/{transport}", figure), wanted, AtLeast: false);

    private sealed record Claim(string What, Func<Results, string, double?> Value, double Wanted, bool AtLeast);
}
