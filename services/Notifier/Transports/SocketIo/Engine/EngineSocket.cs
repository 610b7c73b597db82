using System.Buffers;
using System.IO.Pipelines;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>A WebSocket that carries a session, or wants to.</summary>
internal sealed class EngineSocket(HttpContext context, IDuplexPipe pipe)
{
    private readonly TaskCompletionSource _lastSent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PipeReader Input => pipe.Input;
    public PipeWriter Output => pipe.Output;

    /// <summary>Ends when its close frame is on its way.</summary>
    public Task LastSent => _lastSent.Task;

    /// <summary>The peer's close frame has come: there is nothing more to read.</summary>
    public bool ClosedByPeer { get; set; }

    /// <summary>What was sent before it carried the session. Nobody else writes until it is out.</summary>
    public Task Greeting { get; private set; } = Task.CompletedTask;

    public void Greet(ReadOnlyMemory<byte> frame) => Greeting = SendAsync(frame);

    public void MarkLastSent() => _lastSent.TrySetResult();

    public void Abort() => RequestLine.Cut(context);

    /// <summary>Turned away: a second WebSocket for a session is to be opened and then closed; refused, the usual client library raises an unhandled error.</summary>
    public async Task TurnAwayAsync()
    {
        try
        {
            await SendAsync(FrameWriter.Close(1000));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // It is gone already, as it should.
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> frame)
    {
        Output.Write(frame.Span);
        await Output.FlushAsync();
    }
}
