using System.Text.Json;
using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>An event as Socket.IO clients get it: one or several packets, framed, made once for all of them.</summary>
internal sealed class EventPackets
{
    private readonly EventFrame _event;
    private byte[]? _recoverable;

    private EventPackets(EventFrame frame, string channel, byte[] frames) => (_event, Channel, Frames) = (frame, channel, frames);

    /// <summary>The channel that the event is on.</summary>
    public string Channel { get; }

    /// <summary>Complete WebSocket text frames, one after the other.</summary>
    public byte[] Frames { get; }

    /// <summary>The same for clients that asked for recovery: the last packet of a log event says where the client then is.</summary>
    public byte[] Recoverable => _recoverable ??= _event.Kind == EventKind.Log ? Write(_event, SentLog.Offset(Channel, _event.Seq), out _) : Frames;

    public bool IsOnUser => Channel.StartsWith("user:", StringComparison.Ordinal);

    public static EventPackets Of(EventFrame frame)
    {
        var frames = Write(frame, offset: null, out var channel);
        return new EventPackets(frame, channel, frames);
    }

    private static byte[] Write(EventFrame frame, string? offset, out string channel)
    {
        using var json = JsonDocument.Parse(frame.Json.ToArray());
        var facts = EventFacts.Of(json.RootElement, frame);
        channel = facts.Channel;
        return EventTable.Write(facts, frame, offset);
    }
}
