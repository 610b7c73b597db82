namespace Trawl.Notifier.Channels;

internal sealed partial class Channel
{
    // More than this cannot be waiting for a gap: the rest is fetched with it.
    private const int MaxEarly = 1024;

    private readonly SortedList<long, EventFrame> _early = [];
    private readonly List<EventFrame> _told = [];
    private Subscription[] _live = [];
    private int _liveCount;
    private ITimer? _stateTimer;
    private bool _stateTimerSet;
    private long _lastTold;

    /// <summary>An event off the backplane: at least once, and not always in order.</summary>
    public void OnEvent(EventFrame frame)
    {
        lock (_gate)
        {
            if (frame.Kind == EventKind.Log)
                OnLog(frame);
            else if (_ended)
                return; // a worker or a timer that did not know yet
            else if (frame.Kind == EventKind.State)
                OnState(frame);
            else
                OnActivity(frame);
        }
    }

    private void OnLog(EventFrame frame)
    {
        if (!_known || frame.Seq > _last + 1)
        {
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
            ExpectGapToClose();
        else
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
        _states.TakePending(_told);
        foreach (var frame in _told)
        {
            for (var i = 0; i < _liveCount; i++)
                _live[i].SendState(frame);
        }

        _told.Clear();
    }

    private void OnActivity(EventFrame frame)
    {
        for (var i = 0; i < _liveCount; i++)
            _live[i].SendActivity(frame);
    }
}
