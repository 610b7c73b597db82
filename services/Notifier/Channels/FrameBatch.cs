namespace Trawl.Notifier.Channels;

/// <summary>Activity events that came in one burst, for a channel that many listen to: joined once for all of them.</summary>
internal sealed class FrameBatch
{
    private readonly EventFrame[] _frames;
    private byte[]? _textFrames;
    private byte[]? _hubInvocations;
    private byte[]? _serverSentEvents;
    private byte[]? _flatTextFrames;
    private byte[]? _socketIo;

    public FrameBatch(EventFrame[] frames)
    {
        _frames = frames;
        foreach (var frame in frames)
        {
            Length += frame.Length;
            TimedSince = TimedSince == 0 ? frame.TimedSince : TimedSince;
        }
    }

    public ReadOnlySpan<EventFrame> Frames => _frames;
    public int Count => _frames.Length;
    public int Length { get; }

    /// <summary>Of the first in it whose way is timed; 0 when none is.</summary>
    public long TimedSince { get; }

    /// <summary>Complete WebSocket frames, one after the other. Made when the first asks; two at once make it twice, to no harm.</summary>
    public ReadOnlySpan<byte> TextFrames => _textFrames ??= Join(static frame => frame.TextFrame);

    /// <summary>Complete SignalR invocations, one after the other.</summary>
    public ReadOnlySpan<byte> HubInvocations => _hubInvocations ??= Join(static frame => frame.HubInvocation);

    /// <summary>Complete server-sent events, one after the other.</summary>
    public ReadOnlySpan<byte> ServerSentEvents => _serverSentEvents ??= Join(static frame => frame.ServerSentEvent);

    /// <summary>Complete WebSocket frames in which workers' commentary is flat.</summary>
    public ReadOnlySpan<byte> FlatTextFrames => _flatTextFrames ??= Join(static frame => frame.FlatTextFrame);

    /// <summary>Complete Socket.IO packets, as WebSocket frames.</summary>
    public ReadOnlySpan<byte> SocketIo => _socketIo ??= Join(static frame => frame.SocketIo.Frames);

    private byte[] Join(Part part)
    {
        var length = 0;
        foreach (var frame in _frames)
            length += part(frame).Length;
        var joined = GC.AllocateUninitializedArray<byte>(length);
        var rest = joined.AsSpan();
        foreach (var frame in _frames)
        {
            part(frame).CopyTo(rest);
            rest = rest[part(frame).Length..];
        }

        return joined;
    }

    private delegate ReadOnlySpan<byte> Part(EventFrame frame);
}
