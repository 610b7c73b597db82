using System.Text;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Engine;
using Trawl.Notifier.Transports.SocketIo.Packets;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo.Conformance;

/// <summary>What the Socket.IO suite wants to talk to: two namespaces, an event that comes back, and one that is acknowledged.</summary>
internal sealed class ConformanceConnection(EngineServer server, Caller caller, NotifierCore core) : PacketConnection(server, caller, core)
{
    private readonly HashSet<string> _joined = [];

    protected override ReadOnlySpan<byte> Encode(EventFrame frame) => [];

    protected override ReadOnlySpan<byte> Encode(FrameBatch batch) => [];

    protected override bool MayTake() => true;

    protected override void OnPacket(Packet packet, IReadOnlyList<byte[]> attachments)
    {
        switch (packet.Type)
        {
            case PacketType.Connect:
                Connect(packet);
                break;
            case var _ when !_joined.Contains(packet.Namespace):
                Fail(MessageReader.ProtocolError);
                break;
            case PacketType.Disconnect:
                _joined.Remove(packet.Namespace);
                break;
            case PacketType.Event or PacketType.BinaryEvent:
                Answer(packet, attachments);
                break;
            default:
                break;
        }
    }

    protected override ControlFrame UnsubscribedFrame(string channel, string reason) => throw new InvalidOperationException("Nobody subscribes here.");

    private void Connect(Packet packet)
    {
        if (packet.Namespace is not ("/" or "/custom"))
        {
            SendText($"44{packet.Namespace},{{\"message\":\"Invalid namespace\"}}");
            return;
        }

        MarkConnected();
        _joined.Add(packet.Namespace);
        var prefix = Prefix(packet.Namespace);
        SendText($"40{prefix}{{\"sid\":\"{EngineServer.NewSecret()}\"}}");
        SendText($"42{prefix}[\"auth\",{(packet.Json.Length == 0 ? "{}" : Encoding.UTF8.GetString(packet.Json))}]");
    }

    private void Answer(Packet packet, IReadOnlyList<byte[]> attachments)
    {
        var binary = attachments.Count > 0;
        var count = binary ? $"{attachments.Count}-" : "";
        var arguments = Encoding.UTF8.GetString(packet.Json.AsSpan(packet.ArgumentsAt)); // ",…]", or "]"
        if (packet is { Event: "message", Namespace: "/" })
            SendText($"4{(binary ? 5 : 2)}{count}[\"message-back\"{arguments}");
        else if (packet is { Event: "message-with-ack", Namespace: "/", Id: { } id })
            SendText($"4{(binary ? 6 : 3)}{count}{id}[{arguments.TrimStart(',')}");
        else
            return;
        foreach (var attachment in attachments)
            Send(new ControlFrame(FrameWriter.Frame(FrameOpcode.Binary, attachment)));
    }

    private static string Prefix(string name) => name == "/" ? "" : name + ",";

    private void SendText(string text) => Send(new ControlFrame(FrameWriter.Frame(FrameOpcode.Text, Encoding.UTF8.GetBytes(text))));
}
