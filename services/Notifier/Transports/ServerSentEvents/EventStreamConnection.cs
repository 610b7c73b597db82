using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.ServerSentEvents;

/// <summary>A stream of server-sent events: written into the response's own pipe, event by event as they were encoded once for all.</summary>
internal sealed class EventStreamConnection(HttpContext context, EventStreamRequest request, Caller caller, NotifierCore core)
    : Connection(Guid.CreateVersion7().ToString(), "sse", caller, core)
{
    private static readonly ControlFrame CommentFrame = new(EventStreamFormat.Comment);

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private readonly long?[] _positions = request.Positions;
    private readonly List<SubscribeAnswer> _answers = [];
    private readonly List<ClientError> _errors = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _responseGate = new();
    private Task _flushing = Task.CompletedTask;
    private bool _responseOver;
    private int _open;
    private bool _lastSent;

    /// <summary>The client comes back for what it has already: every channel has ended, and it knows.</summary>
    public bool HasSeenAll { get; private set; }

    // Its client can only listen.
    protected override bool MayRenew => false;

    public override TimeSpan PingInterval => Core.Options.EventStreamHeartbeat;

    public override void Append(EventFrame frame)
    {
        var lines = frame.ServerSentEvent;
        if (_positions.Length > 1 && frame.Kind == EventKind.Log)
        {
            Move(frame);
            _body.Write(EventStreamFormat.IdLine(EventStreamRequest.Id(_positions)));
            lines = lines[EventStreamFormat.IdLineLength(frame.Seq)..];
        }

        _body.Write(lines);
    }

    public override void Append(FrameBatch batch) => _body.Write(batch.ServerSentEvents);

    public override void Append(ControlFrame frame)
    {
        _body.Write(frame.Bytes.Span);
        _lastSent |= frame.Last;
    }

    public override void Ping() => Send(CommentFrame);

    public override void Abort()
    {
        lock (_responseGate)
        {
            if (!_responseOver)
                context.Abort();
        }
    }

    /// <summary>Asks for all channels before a byte is sent; an error when there is nothing to send.</summary>
    public async Task<ClientError?> SubscribeAsync()
    {
        var all = await Task.WhenAll(request.Channels.Select((channel, i) => SubscribeAsync(channel, _positions[i], counted: false)));
        HasSeenAll = request.Resumes;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Joined is not { } joined)
            {
                _errors.Add(all[i].Error ?? ClientError.Unavailable(request.Channels[i]));
                continue;
            }

            HasSeenAll &= joined is { Ended: true, Recovered: true } && _positions[i] == joined.Seq;
            _positions[i] = joined.Recovered ? _positions[i] ?? joined.Seq : joined.Seq;
            _answers.Add(all[i]);
        }

        // One of many that is not there (any more) must not cost the others; one that cannot be read now is worth coming back for.
        return _errors.Find(error => error.Code != "not_found") ?? (_answers.Count == 0 ? _errors[0] : null);
    }

    /// <summary>Serves the client until either side is done.</summary>
    public async Task RunAsync()
    {
        await using var aborted = context.RequestAborted.Register(() => _finished.TrySetResult());
        _open = _answers.Count;
        Begin();
        await _finished.Task;
    }

    private void Begin()
    {
        using var held = Hold();
        Send(new ControlFrame(EventStreamFormat.Retry(TimeSpan.FromMilliseconds(Random.Shared.Next(1000, 5001)))));
        // Where the log's events follow, the first of them moves the client; until then it stands where it said it does.
        var id = _positions.Length > 1 || _positions[0] == _answers[0].Joined!.Seq ? EventStreamRequest.Id(_positions) : null;
        foreach (var answer in _answers)
            Send(new ControlFrame(EventStreamFormat.Event(id, "subscribed", ServerMessageJson.Subscribed(answer.Joined!))));
        foreach (var error in _errors)
            Send(new ControlFrame(EventStreamFormat.Event(null, "error", ServerMessageJson.Error(error))));
        // Not before all are told: an event moves its channel's position, and with it the id of whatever comes next.
        foreach (var answer in _answers)
            answer.Open();
    }

    /// <summary>Frees everything; afterwards nobody touches the response, which the server may use for another request.</summary>
    public async Task EndAsync()
    {
        Ended();
        Task flushing;
        lock (_responseGate)
            (flushing, _responseOver) = (_flushing, true);
        await flushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async ValueTask<bool> FlushAsync()
    {
        var more = false;
        try
        {
            more = await FlushResponseAsync() && !_lastSent;
            Heard(); // it takes what it is sent: more cannot be known of it here
        }
        finally
        {
            if (!more)
                _finished.TrySetResult();
        }

        return more;
    }

    private ValueTask<bool> FlushResponseAsync()
    {
        lock (_responseGate)
        {
            if (_responseOver)
                return ValueTask.FromResult(false);
            var flush = _body.FlushAsync(context.RequestAborted);
            if (flush.IsCompletedSuccessfully)
                return ValueTask.FromResult(!flush.Result.IsCompleted);
            var flushing = flush.AsTask();
            _flushing = flushing;
            return ResultOfAsync(flushing);
        }

        static async ValueTask<bool> ResultOfAsync(Task<FlushResult> flushing) => !(await flushing).IsCompleted;
    }

    // Of a shutdown it has been told.
    protected override ControlFrame CloseFrame(CloseReason reason) => reason == CloseReason.ServerShutdown
        ? new(EventStreamFormat.Comment, last: true)
        : new(EventStreamFormat.Event(null, "closing", ServerMessageJson.Closing(reason.Text, TimeSpan.Zero)), last: true);

    protected override ControlFrame? ClosingFrame(CloseReason reason, TimeSpan reconnectIn)
    {
        byte[] told = [.. EventStreamFormat.Retry(reconnectIn), .. EventStreamFormat.Event(null, "closing", ServerMessageJson.Closing(reason.Text, reconnectIn))];
        return new ControlFrame(told);
    }

    protected override ControlFrame UnsubscribedFrame(string channel, string reason) =>
        new(EventStreamFormat.Event(null, "unsubscribed", ServerMessageJson.Unsubscribed(channel, reason)), last: Interlocked.Decrement(ref _open) == 0);

    private void Move(EventFrame frame)
    {
        var reader = new Utf8JsonReader(frame.Json);
        while (reader.Read() && !(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("channel"u8)))
        {
        }

        reader.Read();
        for (var i = 0; i < _positions.Length; i++)
        {
            if (reader.ValueTextEquals(request.Channels[i]))
                _positions[i] = frame.Seq;
        }
    }
}
