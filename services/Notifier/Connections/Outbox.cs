using System.Runtime.InteropServices;
using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Connections;

/// <summary>
/// What waits for one client. Log events and answers keep their order and are never dropped: past the limit the client is
/// given up instead. State has one place per subscription, type and job. Of activity the newest few are kept. Holds
/// nothing while nothing waits. Each Enqueue answers what its caller has to see to.
/// </summary>
internal sealed class Outbox(NotifierOptions options)
{
    private readonly Lock _gate = new();
    private Queue<Entry>? _main;
    private Queue<Entry>? _activity;
    private TaskCompletionSource? _room;
    private long _stamp;
    private long _logBytes;
    private int _logEvents;
    private bool _writing;
    private bool _closed;

    /// <summary>Whether a replay may go on: half of the limit is kept for live events.</summary>
    public bool HasRoom => _logBytes < options.MaxWaitingLogBytes / 2 && _logEvents < options.MaxWaitingLogEvents / 2;

    public OutboxDemand EnqueueLog(EventFrame frame) => EnqueueKept(frame, frame.Length);

    public OutboxDemand Enqueue(ControlFrame frame) => EnqueueKept(frame, frame.Bytes.Length);

    public OutboxDemand EnqueueState(StateCell cell, EventFrame frame)
    {
        lock (_gate)
        {
            if (_closed)
                return OutboxDemand.Nothing;
            var waiting = cell.Waiting is not null;
            cell.Waiting = frame;
            if (waiting)
            {
                NotifierMetrics.Conflated.Add(1);
                return OutboxDemand.Nothing;
            }

            (_main ??= new Queue<Entry>()).Enqueue(new Entry(cell, _stamp++));
            return Wake();
        }
    }

    public OutboxDemand EnqueueActivity(EventFrame frame)
    {
        lock (_gate)
        {
            if (_closed)
                return OutboxDemand.Nothing;
            _activity ??= new Queue<Entry>();
            if (_activity.Count >= options.MaxWaitingActivityEvents)
            {
                NotifierMetrics.ActivityDropped.Add(1);
                if (!_activity.TryDequeue(out _))
                    return OutboxDemand.Nothing;
            }

            _activity.Enqueue(new Entry(frame, _stamp++));
            return Wake();
        }
    }

    /// <summary>Ends the queue with a last frame; what waits is sent before it, or thrown away.</summary>
    public OutboxDemand Close(ControlFrame last, bool discard)
    {
        lock (_gate)
        {
            if (_closed)
                return OutboxDemand.Nothing;
            if (discard)
                Clear();
            _closed = true;
            _logEvents++;
            _logBytes += last.Bytes.Length;
            (_main ??= new Queue<Entry>()).Enqueue(new Entry(last, _stamp++));
            return Wake();
        }
    }

    /// <summary>The connection is gone: nobody will take anything any more.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _closed = true;
            Clear();
        }
    }

    /// <summary>
    /// Moves what waits, oldest first and until about <paramref name="budget"/> bytes, to the sink. False when nothing
    /// waited: the writer is then done, and the next Enqueue asks for one again.
    /// </summary>
    public bool Take(IFrameSink sink, int budget)
    {
        lock (_gate)
        {
            var events = 0;
            var any = false;
            while (budget > 0 && TryNext(out var item))
            {
                any = true;
                if (item is ControlFrame control)
                {
                    budget -= Take(control, sink);
                    continue;
                }

                var frame = Resolve(item);
                sink.Append(frame);
                budget -= frame.Length;
                events++;
            }

            if (events > 0)
                NotifierMetrics.Delivered.Add(events);
            if (HasRoom && _room is not null)
            {
                _room.TrySetResult();
                _room = null;
            }

            return _writing = any;
        }
    }

    /// <summary>Ends when <see cref="HasRoom"/> again, or the connection is gone.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (_closed || HasRoom)
                return Task.CompletedTask;
            return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private OutboxDemand EnqueueKept(object item, int bytes)
    {
        lock (_gate)
        {
            if (_closed)
            {
                (item as ControlFrame)?.Pass();
                return OutboxDemand.Nothing;
            }

            if (_logEvents >= options.MaxWaitingLogEvents || _logBytes + bytes > options.MaxWaitingLogBytes + (_logEvents == 0 ? bytes : 0))
                return OutboxDemand.GiveUp;
            _logEvents++;
            _logBytes += bytes;
            (_main ??= new Queue<Entry>()).Enqueue(new Entry(item, _stamp++));
            return Wake();
        }
    }

    private OutboxDemand Wake()
    {
        if (_writing)
            return OutboxDemand.Nothing;
        _writing = true;
        return OutboxDemand.Write;
    }

    // The two queues are each in the order of their stamps; the older head is next.
    private bool TryNext(out object item)
    {
        var main = _main;
        var activity = _activity;
        var fromActivity = activity is { Count: > 0 } && (main is null || main.Count == 0 || activity.Peek().Stamp < main.Peek().Stamp);
        if (fromActivity)
        {
            item = activity!.Dequeue().Item;
            if (activity.Count == 0)
                _activity = null;
            return true;
        }

        if (main is null || main.Count == 0)
        {
            item = this;
            return false;
        }

        item = main.Dequeue().Item;
        if (main.Count == 0 && main.Capacity > 16)
            _main = null;
        return true;
    }

    private int Take(ControlFrame control, IFrameSink sink)
    {
        _logEvents--;
        _logBytes -= control.Bytes.Length;
        if (control.Bytes.Length > 0)
            sink.Append(control);
        control.Pass();
        return control.Bytes.Length;
    }

    private EventFrame Resolve(object item)
    {
        if (item is StateCell cell)
        {
            var newest = cell.Waiting!;
            cell.Waiting = null;
            return newest;
        }

        var frame = (EventFrame)item;
        if (frame.Kind == EventKind.Log)
        {
            _logEvents--;
            _logBytes -= frame.Length;
        }

        return frame;
    }

    private void Clear()
    {
        if (_main is not null)
        {
            foreach (var entry in _main)
                (entry.Item as ControlFrame)?.Pass();
        }

        (_main, _activity) = (null, null);
        (_logEvents, _logBytes) = (0, 0);
        _room?.TrySetResult();
        _room = null;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(object Item, long Stamp);
}
