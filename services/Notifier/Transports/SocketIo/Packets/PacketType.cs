namespace Trawl.Notifier.Transports.SocketIo.Packets;

/// <summary>Socket.IO 5.</summary>
internal enum PacketType : byte
{
    Connect,
    Disconnect,
    Event,
    Ack,
    ConnectError,
    BinaryEvent,
    BinaryAck,
}
