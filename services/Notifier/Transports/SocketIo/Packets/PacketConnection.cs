using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Engine;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo.Packets;

/// <summary>Socket.IO over Engine.IO: messages become packets, and packets wait for their attachments.</summary>
internal abstract class PacketConnection(EngineServer server, Caller caller, NotifierCore core) : EngineConnection(server, caller, core)
{
    private Packet? _incomplete;
    private List<byte[]>? _attachments;

    protected abstract void OnPacket(Packet packet, IReadOnlyList<byte[]> attachments);

    /// <summary>Counts a packet that came; false when it is not to be looked at.</summary>
    protected abstract bool MayTake();

    protected sealed override void OnText(ReadOnlySpan<byte> message)
    {
        if (!MayTake())
            return;
        if (_incomplete is not null || Packet.Read(message) is not { } packet)
        {
            Fail(MessageReader.ProtocolError);
        }
        else if (packet.Attachments == 0)
        {
            OnPacket(packet, []);
        }
        else
        {
            (_incomplete, _attachments) = (packet, []);
        }
    }

    protected sealed override void OnBinary(ReadOnlySpan<byte> message)
    {
        if (_incomplete is not { } packet)
        {
            Fail(MessageReader.ProtocolError);
            return;
        }

        _attachments!.Add(message.ToArray());
        if (_attachments.Count < packet.Attachments)
            return;
        var attachments = _attachments;
        (_incomplete, _attachments) = (null, null);
        OnPacket(packet, attachments);
    }
}
