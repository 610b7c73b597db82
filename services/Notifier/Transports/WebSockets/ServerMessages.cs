using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.WebSockets;

/// <summary>What the server says on a raw WebSocket besides events, as complete frames.</summary>
internal static class ServerMessages
{
    public static readonly ControlFrame Pong = Frame(ServerMessageJson.Pong());

    public static ControlFrame Connected(string connectionId, DateTimeOffset now, Caller caller) => Frame(ServerMessageJson.Connected(connectionId, now, caller));

    public static ControlFrame Authenticated(Caller caller) => Frame(ServerMessageJson.Authenticated(caller));

    public static ControlFrame Subscribed(Joined joined) => Frame(ServerMessageJson.Subscribed(joined));

    public static ControlFrame Unsubscribed(string channel, string reason) => Frame(ServerMessageJson.Unsubscribed(channel, reason));

    public static ControlFrame Error(ClientError error) => Frame(ServerMessageJson.Error(error));

    public static ControlFrame Closing(string reason, TimeSpan reconnectIn) => Frame(ServerMessageJson.Closing(reason, reconnectIn));

    private static ControlFrame Frame(ReadOnlySpan<byte> json) => new(FrameWriter.Frame(FrameOpcode.Text, json));
}
