using System.Runtime.InteropServices;
using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Connections;

/// <summary>
/// What waits for one client. Log events and answers keep their order and are never dropped: past the limit the client is
/// given up instead. State has one place per subscription, type and job. Of activity the newest few are kept. Holds
/// nothing while nothing waits, and one thing without a queue. Each Enqueue answers what its caller has to see to.
/// </summary>
internal sealed class Outbox(NotifierOptions options)
{
    private readonly Lock _gate = new();
    private Entry _only;
    private Queue<Entry>? _main;
    private Queue<Entry>? _activity;
    private TaskCompletionSource? _room;
    private long _stamp;
    private int _logBytes;
    private int _logEvents;
    private int _activityBytes;
    private int _activityEvents;
    private int _holds;
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

            return Add(cell, activity: false);
        }
    }

    public OutboxDemand EnqueueActivity(EventFrame frame) => EnqueueActivity(frame, 1, frame.Length);

    public OutboxDemand EnqueueActivity(FrameBatch batch) => EnqueueActivity(batch, batch.Count, batch.Length);

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
            return Add(last, activity: false);
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

    /// <summary>Keeps what is enqueued from now on until <see cref="Release"/>: the client gets all of it or nothing yet. Holds may overlap.</summary>
    public void Hold()
    {
        lock (_gate)
            _holds++;
    }

    /// <summary>The end of a <see cref="Hold"/>.</summary>
    public OutboxDemand Release()
    {
        lock (_gate)
            return --_holds == 0 && !IsEmpty ? Demand() : OutboxDemand.Nothing;
    }

    /// <summary>Moves what waits, oldest first, to the sink; true when about <paramref name="budget"/> bytes ended it.</summary>
    public bool Take(IFrameSink sink, int budget)
    {
        lock (_gate)
        {
            var events = 0;
            while (_holds == 0 && budget > 0 && TryNext(out var item))
                budget -= Take(item, sink, ref events);
            if (events > 0)
                NotifierMetrics.Delivered.Add(events);
            if (HasRoom && _room is not null)
            {
                _room.TrySetResult();
                _room = null;
            }

            return budget <= 0;
        }
    }

    /// <summary>True when nothing waits, or it is held: the writer is then done, and the next Enqueue or Release asks for one again.</summary>
    public bool TryRest()
    {
        lock (_gate)
        {
            if (!IsEmpty && _holds == 0)
                return false;
            _writing = false;
            return true;
        }
    }

    /// <summary>Ends when a replay may go on, or when there is nobody to replay to.</summary>
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
            return Add(item, activity: false);
        }
    }

    private OutboxDemand EnqueueActivity(object item, int events, int bytes)
    {
        lock (_gate)
        {
            if (_closed)
                return OutboxDemand.Nothing;
            _activityEvents += events;
            _activityBytes += bytes;
            while (_activity is { Count: > 0 } && (_activityEvents > options.MaxWaitingActivityEvents || _activityBytes > options.MaxWaitingActivityBytes))
                NotifierMetrics.ActivityDropped.Add(Forget(_activity.Dequeue().Item!));
            return Add(item, activity: true);
        }
    }

    private OutboxDemand Add(object item, bool activity)
    {
        var entry = new Entry(item, _stamp++, activity);
        if (IsEmpty)
        {
            _only = entry;
        }
        else
        {
            if (_only.Item is not null)
                QueueFor(_only).Enqueue(_only);
            _only = default;
            QueueFor(entry).Enqueue(entry);
        }

        return Demand();
    }

    private bool IsEmpty => _only.Item is null && _main is not { Count: > 0 } && _activity is not { Count: > 0 };

    private OutboxDemand Demand()
    {
        if (_writing || _holds > 0)
            return OutboxDemand.Nothing;
        _writing = true;
        return OutboxDemand.Write;
    }

    private Queue<Entry> QueueFor(in Entry entry) => entry.Activity ? _activity ??= new Queue<Entry>() : _main ??= new Queue<Entry>();

    // The two queues are each in the order of their stamps; the older head is next.
    private bool TryNext(out object item)
    {
        if (_only.Item is { } only)
        {
            item = only;
            _only = default;
            return true;
        }

        var from = (_main, _activity) switch
        {
            ({ Count: > 0 }, { Count: > 0 }) => _main.Peek().Stamp < _activity.Peek().Stamp ? _main : _activity,
            ({ Count: > 0 }, _) => _main,
            (_, { Count: > 0 }) => _activity,
            _ => null,
        };
        if (from is null)
        {
            (_main, _activity) = (null, null); // who waits for nothing holds nothing
            item = this;
            return false;
        }

        item = from.Dequeue().Item!;
        return true;
    }

    private int Take(object item, IFrameSink sink, ref int events)
    {
        switch (item)
        {
            case ControlFrame control:
                _logEvents--;
                _logBytes -= control.Bytes.Length;
                if (control.Bytes.Length > 0)
                    sink.Append(control);
                control.Pass();
                return control.Bytes.Length;
            case FrameBatch batch:
                events += Forget(batch);
                if (batch.TimedSince != 0)
                    sink.Timed(batch.TimedSince);
                sink.Append(batch);
                return batch.Length;
            default:
                events++;
                var frame = item as EventFrame ?? ((StateCell)item).Take();
                if (frame.Kind == EventKind.Log)
                    (_logEvents, _logBytes) = (_logEvents - 1, _logBytes - frame.Length);
                else if (frame.Kind == EventKind.Activity)
                    Forget(frame);
                if (frame.TimedSince != 0)
                    sink.Timed(frame.TimedSince);
                sink.Append(frame);
                return frame.Length;
        }
    }

    private int Forget(object activity)
    {
        var (events, bytes) = activity is FrameBatch batch ? (batch.Count, batch.Length) : (1, ((EventFrame)activity).Length);
        _activityEvents -= events;
        _activityBytes -= bytes;
        return events;
    }

    private void Clear()
    {
        (_only.Item as ControlFrame)?.Pass();
        if (_main is not null)
        {
            foreach (var entry in _main)
                (entry.Item as ControlFrame)?.Pass();
        }

        (_only, _main, _activity) = (default, null, null);
        (_logEvents, _logBytes, _activityEvents, _activityBytes) = (0, 0, 0, 0);
        _room?.TrySetResult();
        _room = null;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(object? Item, long Stamp, bool Activity);
}
