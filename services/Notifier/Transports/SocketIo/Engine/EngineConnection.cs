using System.Buffers;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>
/// An Engine.IO session: polling, a WebSocket, or the one after the other. What is to be sent stays in the outbox until the
/// transport takes it: at most one batch, as WebSocket frames, waits here for the next poll.
/// </summary>
internal abstract partial class EngineConnection : Connection
{
    private const int MostPerPoll = 64 * 1024;

    private readonly EngineServer _server;
    private readonly Lock _gate = new();
    private byte[]? _batch;
    private int _length;
    private bool _offered;
    private bool _last;
    private bool _ended;
    private int _told;
    private TaskCompletionSource? _moved;
    private volatile EngineSocket? _socket;

    protected EngineConnection(EngineServer server, Caller caller, NotifierCore core)
        : base(Guid.CreateVersion7().ToString(), "socketio", caller, core)
    {
        _server = server;
        Opened = core.Time.GetTimestamp();
        _pingDue = Opened + Ticks(Settings.PingInterval);
    }

    /// <summary>The session's id: whoever knows it can speak for the client, so nobody else is ever told.</summary>
    public string Sid { get; } = EngineServer.NewSecret();

    /// <summary>Whether it got beyond Engine.IO.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether the core knows of it, and closes it when all are closed.</summary>
    public virtual bool IsRegistered => false;

    public long Opened { get; }
    protected EngineSettings Settings => _server.Settings;
    protected bool IsEnded => _ended;

    protected abstract ReadOnlySpan<byte> Encode(EventFrame frame);
    protected abstract ReadOnlySpan<byte> Encode(FrameBatch batch);
    protected abstract void OnText(ReadOnlySpan<byte> message);
    protected abstract void OnBinary(ReadOnlySpan<byte> message);

    /// <summary>What was appended is with the transport; it may still get lost there.</summary>
    protected virtual void OnTaken()
    {
    }

    /// <summary>As far as can be told it reached the client.</summary>
    protected virtual void OnDelivered()
    {
    }

    /// <summary>Called once, before everything is freed.</summary>
    protected virtual void OnEnded()
    {
    }

    public sealed override void Append(EventFrame frame) => Append(Encode(frame));

    public sealed override void Append(FrameBatch batch) => Append(Encode(batch));

    public sealed override void Append(ControlFrame frame)
    {
        Append(frame.Bytes.Span);
        _last |= frame.Last;
    }

    // The engine has a heartbeat of its own; the sweep of all connections is not to take its silence for death.
    public sealed override void Ping() => Heard();

    public sealed override void Abort()
    {
        _socket?.Abort();
        End(PollOutcome.Refused);
    }

    protected override ControlFrame CloseFrame(CloseReason reason) => new(FrameWriter.Close(reason.Code, reason.Text), last: true);

    protected sealed override async ValueTask<bool> FlushAsync()
    {
        while (_socket is null)
        {
            if (Offer() is not { } moved)
                return !_last && !_ended;
            await moved;
        }

        return await FlushSocketAsync(_socket);
    }

    protected void MarkConnected()
    {
        if (IsConnected)
            return;
        IsConnected = true;
        _server.LeftPending();
    }

    /// <summary>Ends the session, once.</summary>
    /// <param name="outcome">What a poll that waits is told.</param>
    protected void End(PollOutcome outcome)
    {
        TaskCompletionSource<PollAnswer>? poll;
        EngineSocket? probe;
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            (poll, _poll) = (_poll, null);
            (probe, _probe) = (_probe, null);
            // With the end, in one step: a poll that comes now is either the one that waits or the one that is expected.
            if (outcome == PollOutcome.Noop && poll is null)
                _server.ExpectPoll(this);
            _moved?.TrySetResult();
        }

        poll?.TrySetResult(new PollAnswer(outcome));
        probe?.Abort();
        _server.Remove(this);
        EndOnce();
        Ended();
    }

    // As soon as it is known: the client may be back before the good-byes are over.
    private void EndOnce()
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
            OnEnded();
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Core.Time.TimestampFrequency);

    // Only the one writer appends. It goes on where the batch began, even when a WebSocket takes over in the middle of it.
    private void Append(ReadOnlySpan<byte> frames)
    {
        if (frames.IsEmpty)
            return;
        if (_length == 0 && _socket is { Greeting.IsCompletedSuccessfully: true } socket)
        {
            socket.Output.Write(frames);
            return;
        }

        if (_batch is null || _batch.Length - _length < frames.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(1024, (_length + frames.Length) * 2));
            _batch.AsSpan(0, _length).CopyTo(larger);
            if (_batch is not null)
                ArrayPool<byte>.Shared.Return(_batch);
            _batch = larger;
        }

        frames.CopyTo(_batch.AsSpan(_length));
        _length += frames.Length;
    }

    // Null when there is nothing to wait for: nothing was appended, a poll took it, a socket is there or the session is over.
    private Task? Offer()
    {
        lock (_gate)
        {
            if (_ended || _length == 0 || _socket is not null)
                return null;
            _offered = true;
            if (_poll is { } poll)
            {
                _poll = null;
                Fill();
                poll.TrySetResult(TakeBatch());
                if (!_offered)
                    return null;
            }

            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _moved.Task;
        }
    }

    // A poll gets all that waits by now, not only what the writer had taken when there was none. Under the lock, while what
    // was offered keeps the writer waiting: so nobody else appends.
    private void Fill() => Outbox.Take(this, MostPerPoll - _length);

    // Under the lock, and only what was offered. The buffer is the taker's to give back. The end of a session is left for a
    // poll of its own: socket.io-client acts on it at once, and on the packets before it in the same body only after that,
    // when nobody is connected whom it could tell.
    private PollAnswer TakeBatch()
    {
        var words = _last ? PollingPayload.BeforeClose(_batch.AsSpan(0, _length)) : 0;
        if (words > 0 && words < _length)
        {
            var part = new PollAnswer(PollOutcome.Packets, _batch, words);
            var end = ArrayPool<byte>.Shared.Rent(_length - words);
            _batch.AsSpan(words, _length - words).CopyTo(end);
            (_batch, _length) = (end, _length - words);
            OnTaken();
            return part;
        }

        var answer = new PollAnswer(PollOutcome.Packets, _batch, _length, _last);
        (_batch, _length, _offered) = (null, 0, false);
        OnTaken();
        _moved?.TrySetResult();
        return answer;
    }

    private async ValueTask<bool> FlushSocketAsync(EngineSocket socket)
    {
        await socket.Greeting;
        if (_length > 0)
        {
            socket.Output.Write(_batch.AsSpan(0, _length));
            ArrayPool<byte>.Shared.Return(_batch!);
            (_batch, _length, _offered) = (null, 0, false);
        }

        OnTaken();
        OnDelivered();
        var result = await socket.Output.FlushAsync();
        if (_last)
            socket.MarkLastSent();
        return !_last && !result.IsCompleted && !result.IsCanceled;
    }
}
