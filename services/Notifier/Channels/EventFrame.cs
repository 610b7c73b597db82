using System.Globalization;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Transports.ServerSentEvents;
using Trawl.Notifier.Transports.SignalR;
using Trawl.Notifier.Transports.SocketIo.Events;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Notifier.Channels;

/// <summary>An event as it is shared by all who get it: its bytes once, framed once per wire format, never changed.</summary>
internal sealed class EventFrame
{
    // The WebSocket frame: header and JSON. Every other format is cut from it or made of it.
    private readonly byte[] _frame;
    private readonly int _headerLength;
    private byte[]? _hubInvocation;
    private byte[]? _serverSentEvent;
    private EventPackets? _socketIo;
    private byte[]? _flatActivity;
    private byte[]? _flatTextFrame;

    private EventFrame(in EventEnvelope envelope, ReadOnlySpan<byte> json)
    {
        Envelope = envelope;
        _headerLength = FrameWriter.HeaderLength(json.Length);
        _frame = GC.AllocateUninitializedArray<byte>(_headerLength + json.Length);
        FrameWriter.WriteHeader(_frame, FrameOpcode.Text, json.Length);
        json.CopyTo(_frame.AsSpan(_headerLength));
        IsTerminal = envelope.Kind == EventKind.Log && EventTypes.Terminal.Contains(envelope.Type);
    }

    public EventEnvelope Envelope { get; }
    public EventKind Kind => Envelope.Kind;
    public string Type => Envelope.Type;
    public Guid JobId => Envelope.JobId;
    public long Seq => Envelope.Seq;
    public long Version => Envelope.Version;
    public int Length => _frame.Length;

    /// <summary>When it was said, as UTC ticks, for the few whose way is timed; 0 for all others.</summary>
    public long TimedSince { get; private set; }

    /// <summary>Whether it is the last word on its job.</summary>
    public bool IsTerminal { get; }

    /// <summary>The event's JSON.</summary>
    public ReadOnlySpan<byte> Json => _frame.AsSpan(_headerLength);

    /// <summary>A complete, unmasked WebSocket text frame.</summary>
    public ReadOnlySpan<byte> TextFrame => _frame;

    /// <summary>A complete SignalR invocation of the client's method. Made when the first asks; two at once make it twice, to no harm.</summary>
    public ReadOnlySpan<byte> HubInvocation => _hubInvocation ??= HubInvocations.Of(Type, Json);

    /// <summary>A complete server-sent event; that of a log event begins with the line of its id.</summary>
    public ReadOnlySpan<byte> ServerSentEvent =>
        _serverSentEvent ??= EventStreamFormat.Event(Kind == EventKind.Log ? Seq.ToString(CultureInfo.InvariantCulture) : null, Type, Json);

    /// <summary>The Socket.IO packets that tell of it.</summary>
    public EventPackets SocketIo => _socketIo ??= EventPackets.Of(this);

    /// <summary>Of an activity event: the JSON object of its data's fields in snake_case, without a type. See <see cref="Transports.FlatActivity"/>.</summary>
    public ReadOnlySpan<byte> FlatActivity => _flatActivity ??= Transports.FlatActivity.Object(Json);

    /// <summary>The same with its type, as a complete WebSocket text frame; of an event that has no flat form, <see cref="TextFrame"/>.</summary>
    public ReadOnlySpan<byte> FlatTextFrame =>
        _flatTextFrame ??= Transports.FlatActivity.Has(Type) ? Transports.FlatActivity.TextFrame(Type, FlatActivity) : _frame;

    /// <summary>Copies an event that came from the backplane; its bytes may be reused afterwards.</summary>
    public static EventFrame Copy(in EventEnvelope envelope, ReadOnlySpan<byte> json, bool timed = false) =>
        new(envelope, json) { TimedSince = timed ? EventEnvelope.ReadTimestamp(json) : 0 };

    /// <summary>It is told again, to somebody who was not there: that is no delay.</summary>
    public void StopTiming() => TimedSince = 0;

    /// <summary>Frames an event read from the Api.</summary>
    public static EventFrame From(ChannelEvent channelEvent)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(channelEvent, TrawlJson.Options);
        Span<char> channel = stackalloc char[EventEnvelope.MaxChannelLength];
        return EventEnvelope.TryRead(json, channel, out _, out var envelope)
            ? new EventFrame(envelope, json)
            : throw new InvalidOperationException($"Not an event: {channelEvent.Type} of {channelEvent.Channel}.");
    }
}
