using System.Buffers;
using System.IO.Pipelines;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.WebSockets;

/// <summary>A raw WebSocket: frames in and out of the connection's pipe.</summary>
internal sealed partial class WebSocketConnection(HttpContext context, IDuplexPipe pipe, SocketManner manner, Caller caller, NotifierCore core)
    : Connection(Guid.CreateVersion7().ToString(), "websocket", caller, core)
{
    private static readonly ControlFrame PingFrame = new(FrameWriter.Frame(FrameOpcode.Ping, []));
    private readonly PipeReader _input = pipe.Input;
    private readonly PipeWriter _output = pipe.Output;
    private bool _lastSent;
    private volatile TaskCompletionSource? _goodByeSent;

    public override void Append(EventFrame frame) => _output.Write(manner.FlatActivity ? frame.FlatTextFrame : frame.TextFrame);

    public override void Append(FrameBatch batch) => _output.Write(manner.FlatActivity ? batch.FlatTextFrames : batch.TextFrames);

    public override void Append(ControlFrame frame)
    {
        _output.Write(frame.Bytes.Span);
        _lastSent |= frame.Last;
    }

    public override void Ping() => Send(PingFrame);

    public override void Abort() => RequestLine.Cut(context);

    protected override async ValueTask<bool> FlushAsync()
    {
        var result = await _output.FlushAsync();
        if (_lastSent)
            _goodByeSent?.TrySetResult();
        return !_lastSent && !result.IsCompleted && !result.IsCanceled;
    }

    protected override ControlFrame CloseFrame(CloseReason reason) => new(FrameWriter.Close(reason.Code, reason.Text), last: true);

    protected override ControlFrame? ClosingFrame(CloseReason reason, TimeSpan reconnectIn) => ServerMessages.Closing(reason.Text, reconnectIn);

    protected override ControlFrame UnsubscribedFrame(string channel, string reason) => ServerMessages.Unsubscribed(channel, reason);

    /// <summary>Says who it is, and subscribes to what the request asked for. <see cref="ReadAsync"/> is to follow.</summary>
    public void Greet(IReadOnlyList<(string Channel, long? After)> channels)
    {
        // Counted before it is told so: who knows that it is connected is there for a shutdown to see.
        var counted = Core.Connections.TryAdd(this);
        Send(ServerMessages.Connected(Id, Core.Time.GetUtcNow(), Caller));
        if (!counted)
        {
            Send(ServerMessages.Error(ClientError.RateLimited($"At most {Core.Options.MaxConnectionsPerUser} connections.")));
            Close(CloseReason.RateLimited, discard: false);
        }

        foreach (var (channel, after) in channels)
            _ = SubscribeAndAnswerAsync(channel, after, counted: false);
    }
}
