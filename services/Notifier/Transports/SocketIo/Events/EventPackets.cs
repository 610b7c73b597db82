using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>An event as Socket.IO clients get it: one or several packets, framed, made once for all of them.</summary>
internal sealed class EventPackets
{
    private readonly EventFrame _event;
    private byte[]? _recoverable;

    private EventPackets(EventFrame frame, string channel)
    {
        (_event, Channel) = (frame, channel);
        IsOnUser = channel.StartsWith("user:", StringComparison.Ordinal);
        Frames = EventTable.Write(frame, channel, offset: null);
    }

    /// <summary>The channel that the event is on.</summary>
    public string Channel { get; }

    public bool IsOnUser { get; }

    /// <summary>Complete WebSocket text frames, one after the other.</summary>
    public byte[] Frames { get; }

    /// <summary>The same for clients that asked for recovery: the last packet of a log event says where the client then is.</summary>
    public byte[] Recoverable =>
        _recoverable ??= _event.Kind == EventKind.Log ? EventTable.Write(_event, Channel, SentLog.Offset(Channel, _event.Seq)) : Frames;

    public static EventPackets Of(EventFrame frame)
    {
        Span<char> channel = stackalloc char[EventEnvelope.MaxChannelLength];
        EventEnvelope.TryRead(frame.Json, channel, out var length, out _); // it is an event, or there was no frame
        return new EventPackets(frame, channel[..length].ToString());
    }
}
