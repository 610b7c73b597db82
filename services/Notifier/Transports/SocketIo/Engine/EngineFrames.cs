using System.Text.Json;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>Engine.IO's own packets, framed.</summary>
internal static class EngineFrames
{
    private static readonly string[] Upgrades = ["websocket"];

    public static readonly ControlFrame Ping = new(FrameWriter.Frame(FrameOpcode.Text, "2"u8));
    public static readonly byte[] ProbeAnswer = FrameWriter.Frame(FrameOpcode.Text, "3probe"u8);

    /// <summary>The first packet of a session, unframed.</summary>
    public static byte[] Open(string sid, EngineSettings settings, bool upgradable) =>
    [
        (byte)'0',
        .. JsonSerializer.SerializeToUtf8Bytes(new
        {
            sid,
            upgrades = upgradable ? Upgrades : [],
            pingInterval = (long)settings.PingInterval.TotalMilliseconds,
            pingTimeout = (long)settings.PingTimeout.TotalMilliseconds,
            maxPayload = settings.MaxPayload,
        }),
    ];
}
