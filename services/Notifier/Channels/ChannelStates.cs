namespace Trawl.Notifier.Channels;

/// <summary>
/// A channel's newest state events, by type and job (a user's channel has those of many jobs). Knows which are older than
/// what was already said, and which still have to be told. Not thread-safe.
/// </summary>
internal sealed class ChannelStates
{
    // Jobs of a user's channel whose versions are remembered; far above what runs at once.
    private const int MaxJobs = 4096;

    private readonly Dictionary<(string Type, Guid Job), EventFrame> _newest = [];
    private readonly HashSet<(string Type, Guid Job)> _pending = [];
    private readonly Dictionary<Guid, long> _logged = [];

    public bool HasPending => _pending.Count > 0;

    /// <summary>
    /// Takes a state event in; false when it is older than one of its type, or than a log event, that was said before:
    /// what a client shows never goes back.
    /// </summary>
    public bool Accept(EventFrame frame)
    {
        var key = (frame.Type, frame.JobId);
        if (frame.Version > 0)
        {
            if (_newest.TryGetValue(key, out var newest) && frame.Version <= newest.Version)
                return false;
            if (_logged.TryGetValue(frame.JobId, out var floor) && frame.Version < floor)
                return false;
        }

        _newest[key] = frame;
        _pending.Add(key);
        return true;
    }

    /// <summary>A log event was said: state from before it is old, and after a terminal one there is none.</summary>
    public void Logged(EventFrame frame)
    {
        if (frame.JobId == Guid.Empty)
            return;
        if (_logged.Count >= MaxJobs)
            _logged.Clear();
        // What was published together with the terminal event tells nothing that it does not.
        var floor = frame.IsTerminal ? frame.Version + 1 : frame.Version;
        if (floor > _logged.GetValueOrDefault(frame.JobId))
            _logged[frame.JobId] = floor;
        if (!frame.IsTerminal)
            return;
        foreach (var key in _newest.Keys.Where(key => key.Job == frame.JobId).ToArray())
            _newest.Remove(key);
    }

    /// <summary>Hands out what is to be told, once.</summary>
    public void TakePending(List<EventFrame> into)
    {
        foreach (var key in _pending)
            into.Add(_newest[key]);
        _pending.Clear();
    }

    /// <summary>What a newcomer is to be told now; what is pending comes to it with all the others.</summary>
    public void Told(List<EventFrame> into)
    {
        foreach (var (key, frame) in _newest)
        {
            if (!_pending.Contains(key))
                into.Add(frame);
        }
    }

    public void Clear()
    {
        _newest.Clear();
        _pending.Clear();
        _logged.Clear();
    }
}
