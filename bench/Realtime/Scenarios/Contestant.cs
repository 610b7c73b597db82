using Trawl.Realtime.Load;
using Trawl.Realtime.Servers;

namespace Trawl.Realtime.Scenarios;

/// <summary>A server and a way into it.</summary>
/// <param name="Key">As the command line names it: <c>core/ws</c>.</param>
/// <param name="Start">Starts the server.</param>
/// <param name="Speak">A protocol of the load generator's.</param>
/// <param name="Missing">Why it cannot run on this machine; null when it can.</param>
internal sealed record Contestant(string Key, Func<Task<IServer>> Start, Func<Protocol> Speak, string? Missing = null)
{
    private static readonly Dictionary<string, Func<Protocol>> Transports = new()
    {
        ["ws"] = () => new RawProtocol(), ["hub"] = () => new HubProtocol(), ["sse"] = () => new SseProtocol(), ["sio"] = () => new SocketIoProtocol(),
    };

    public bool IsTrawl => Key.StartsWith("core/", StringComparison.Ordinal) || Key.StartsWith("trawl/", StringComparison.Ordinal);

    public static IReadOnlyList<Contestant> All { get; } =
    [
        .. Transports.Select(t => new Contestant($"trawl/{t.Key}", ClusterServer.StartAsync, t.Value)),
        .. Transports.Select(t => new Contestant($"core/{t.Key}", async () => await ServerProcess.ServeAsync("core"), t.Value)),
        new("signalr/hub", async () => await ServerProcess.ServeAsync("signalr"), () => new HubProtocol()),
        new("kestrel/ws", async () => await ServerProcess.ServeAsync("kestrel"), () => new RawProtocol()),
        new("epoll/ws", Peers.EpollAsync, () => new RawProtocol(), Peers.EpollMissing),
        new("nchan/ws", NchanServer.StartAsync, () => new NchanProtocol(), NchanServer.Missing),
        new("socketio/sio", Peers.SocketIoAsync, () => new SocketIoProtocol(), Peers.SocketIoMissing),
    ];

    public static IReadOnlyList<Contestant> Named(string names) =>
        [.. names.Split(',').SelectMany(name => All.Where(c => c.Key == name || c.Key.StartsWith(name + "/", StringComparison.Ordinal)))];
}
