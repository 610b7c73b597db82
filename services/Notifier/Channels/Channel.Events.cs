using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Channels;

internal sealed partial class Channel
{
    // More than this cannot be waiting for a gap: the rest is fetched with it.
    private const int MaxEarly = 1024;

    // Below it, an event goes to each subscriber by itself: joining costs more than it saves.
    private const int ManySubscribers = 8;
    private const int MaxBurstBytes = 32 * 1024;

    private SortedList<long, EventFrame>? _early;
    private List<EventFrame>? _burst;
    private int _burstBytes;
    private Subscription[] _live = [];
    private int _liveCount;
    private ITimer? _stateTimer;
    private bool _stateTimerSet;
    private long _lastTold;

    /// <summary>
    /// An event off the backplane: at least once, and not always in order. True when it is kept until <see cref="EndBurst"/>
    /// and was the first to be.
    /// </summary>
    public bool OnEvent(EventFrame frame)
    {
        lock (_gate)
        {
            if (frame.Kind == EventKind.Activity && _liveCount >= ManySubscribers && !_ended && frame.Type != EventTypes.Cursor)
                return Gather(frame);
            SendBurst();
            if (frame.Kind == EventKind.Log)
                OnLog(frame);
            else if (_ended)
                return false; // a worker or a timer that did not know yet
            else if (frame.Kind == EventKind.State)
                OnState(frame);
            else
                OnActivity(frame);
            return false;
        }
    }

    /// <summary>No more is at hand: what was kept goes out.</summary>
    public void EndBurst()
    {
        lock (_gate)
            SendBurst();
    }

    private bool Gather(EventFrame frame)
    {
        if (_burstBytes + frame.Length > MaxBurstBytes)
            SendBurst();
        (_burst ??= []).Add(frame);
        _burstBytes += frame.Length;
        return _burst.Count == 1;
    }

    // Before anything else is said, and before anybody joins: order is the order of arrival.
    private void SendBurst()
    {
        if (_burst is not { Count: > 0 } burst)
            return;
        if (burst.Count == 1)
        {
            OnActivity(burst[0]);
        }
        else
        {
            var batch = new FrameBatch([.. burst]);
            for (var i = 0; i < _liveCount; i++)
                _live[i].SendActivity(batch);
        }

        burst.Clear();
        _burstBytes = 0;
    }

    private void OnLog(EventFrame frame)
    {
        if (!_known || frame.Seq > _last + 1)
        {
            _early ??= [];
            if (_early.Count < MaxEarly && (!_known || frame.Seq > _last))
                _early.TryAdd(frame.Seq, frame);
            if (_known)
                ExpectGapToClose();
            return;
        }

        if (frame.Seq <= _last)
            return; // the relay may repeat
        Append(frame);
        TakeEarly();
    }

    private void TakeEarly()
    {
        if (_early is null)
            return;
        var taken = 0;
        while (taken < _early.Count && _early.GetKeyAtIndex(taken) <= _last + 1)
        {
            var frame = _early.GetValueAtIndex(taken++);
            if (frame.Seq == _last + 1)
                Append(frame);
        }

        for (; taken > 0; taken--)
            _early.RemoveAt(taken - 1);
        if (_early.Count > 0)
        {
            ExpectGapToClose();
            return;
        }

        _early = null;
        StopExpecting();
    }

    // The one place where the log moves on.
    private void Append(EventFrame frame)
    {
        TellStates(); // what was said of the job before this must not come after it
        _last = frame.Seq;
        _ring.Add(frame);
        _states.Logged(frame);
        for (var i = 0; i < _liveCount; i++)
            _live[i].Send(frame);
        if (IsJob && frame.IsTerminal)
            End();
        else
            _ended = false; // a retried job speaks again
    }

    private void OnState(EventFrame frame)
    {
        var waiting = _states.HasPending;
        if (!_states.Accept(frame))
            return;
        if (waiting)
            NotifierMetrics.Conflated.Add(_liveCount);

        // Thinned once for the channel, not once for each of its clients; the newest goes out when the interval is over.
        var wait = StateInterval - _context.Time.GetElapsedTime(_lastTold);
        if (wait <= TimeSpan.Zero || _lastTold == 0)
            TellStates();
        else if (!_stateTimerSet)
            SetStateTimer(wait);
    }

    private TimeSpan StateInterval =>
        _context.Options.StateEventsPerSecond is var rate and > 0 ? TimeSpan.FromSeconds(1) / rate : TimeSpan.Zero;

    private void SetStateTimer(TimeSpan wait)
    {
        _stateTimerSet = true;
        if (_stateTimer is null)
            _stateTimer = _context.After(wait, StateTimerRang);
        else
            _stateTimer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void StateTimerRang()
    {
        lock (_gate)
        {
            _stateTimerSet = false;
            TellStates();
        }
    }

    private void TellStates()
    {
        if (!_states.HasPending)
            return;
        _lastTold = _context.Time.GetTimestamp();
        foreach (var frame in _states.TakePending())
        {
            for (var i = 0; i < _liveCount; i++)
                _live[i].SendState(frame);
        }
    }

    private void OnActivity(EventFrame frame)
    {
        if (frame.Type == EventTypes.Cursor)
        {
            OnCursor(frame);
            return;
        }

        for (var i = 0; i < _liveCount; i++)
            _live[i].SendActivity(frame);
    }

    // To all but the one who moved it.
    private void OnCursor(EventFrame frame)
    {
        for (var i = 0; i < _liveCount; i++)
        {
            if (!_live[i].Connection.IsOwnCursor(frame))
                _live[i].SendActivity(frame);
        }
    }
}
