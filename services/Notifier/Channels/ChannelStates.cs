namespace Trawl.Notifier.Channels;

/// <summary>
/// A channel's newest state events, by type and job (a user's channel has those of many jobs). Knows which are older than
/// what was already said, and which still have to be told. Not thread-safe. Holds nothing until something was said.
/// </summary>
internal sealed class ChannelStates
{
    // Jobs of a user's channel whose versions are remembered; far above what runs at once.
    private const int MaxJobs = 4096;

    private Dictionary<(string Type, Guid Job), Newest>? _newest;
    private Dictionary<Guid, long>? _logged;
    private int _pending;

    public bool HasPending => _pending > 0;

    /// <summary>The jobs of which something was said, and not yet the last.</summary>
    public IEnumerable<Guid> Jobs => _newest?.Keys.Select(key => key.Job).Distinct() ?? [];

    /// <summary>
    /// Takes a state event in; false when it is older than one of its type, or than a log event, that was said before:
    /// what a client shows never goes back.
    /// </summary>
    public bool Accept(EventFrame frame)
    {
        var key = (frame.Type, frame.JobId);
        var known = (_newest ??= []).TryGetValue(key, out var newest);
        if (frame.Version > 0)
        {
            if (known && frame.Version <= newest.Frame.Version)
                return false;
            if (_logged is not null && _logged.TryGetValue(frame.JobId, out var floor) && frame.Version < floor)
                return false;
        }

        _newest[key] = new Newest(frame, Pending: true);
        if (!newest.Pending)
            _pending++;
        return true;
    }

    /// <summary>A log event was said: state from before it is old, and after a terminal one there is none.</summary>
    public void Logged(EventFrame frame)
    {
        if (frame.JobId == Guid.Empty)
            return;
        _logged ??= [];
        if (_logged.Count >= MaxJobs)
            _logged.Clear();
        // What was published together with the terminal event tells nothing that it does not.
        var floor = frame.IsTerminal ? frame.Version + 1 : frame.Version;
        if (floor > _logged.GetValueOrDefault(frame.JobId))
            _logged[frame.JobId] = floor;
        if (!frame.IsTerminal || _newest is null)
            return;
        foreach (var key in _newest.Keys.Where(key => key.Job == frame.JobId).ToArray())
        {
            if (_newest.Remove(key, out var removed) && removed.Pending)
                _pending--;
        }
    }

    /// <summary>Hands out what is to be told, once.</summary>
    public IReadOnlyList<EventFrame> TakePending() => Take(pending: true);

    /// <summary>What a newcomer is to be told now; what is pending comes to it with all the others.</summary>
    public IReadOnlyList<EventFrame> Told() => Take(pending: false);

    public void Clear() => (_newest, _logged, _pending) = (null, null, 0);

    private List<EventFrame> Take(bool pending)
    {
        var taken = new List<EventFrame>();
        foreach (var (key, newest) in _newest ?? [])
        {
            if (newest.Pending != pending)
                continue;
            taken.Add(newest.Frame);
            if (pending)
                _newest![key] = newest with { Pending = false }; // changing a value does not disturb the enumeration
        }

        if (pending)
            _pending = 0;
        return taken;
    }

    private readonly record struct Newest(EventFrame Frame, bool Pending);
}
