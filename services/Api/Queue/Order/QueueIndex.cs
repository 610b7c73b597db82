using Trawl.Api.Database;

namespace Trawl.Api.Queue.Order;

/// <summary>
/// Everything that is queued, in order, in this replica's memory: loaded from the database and kept current by what commits
/// say. Changes may come twice, late, and in another order than they were committed in: the greater version wins.
/// </summary>
internal sealed class QueueIndex
{
    // A change that comes after a later one comes a moment after it, not thousands of jobs.
    private const int Remembered = 4096;
    private readonly Lock _gate = new();
    private readonly QueueLane[] _lanes = [new(), new(), new()];
    private readonly Dictionary<Guid, QueueChange> _queued = [];
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<Guid, long> _gone = [];
    private Dictionary<Guid, long> _goneBefore = [];
    private List<QueueChange>? _whileLoading;
    private decimal _turns;

    public bool IsLoaded => _loaded.Task.IsCompleted;

    public Task LoadedAsync(CancellationToken cancellationToken) => _loaded.Task.WaitAsync(cancellationToken);

    public int Count
    {
        get
        {
            lock (_gate)
                return _queued.Count;
        }
    }

    /// <summary>How many wait in a lane, and since when the longest of them does.</summary>
    public (int Count, DateTimeOffset? Oldest) Of(JobPriority lane)
    {
        lock (_gate)
            return (_lanes[(int)lane].Count, _lanes[(int)lane].Oldest);
    }

    /// <summary>A job's place, the first being 1, and how many wait; the job itself counted, whether it has come in yet or not.</summary>
    public (int Position, int Total) PlaceOf(QueueKey key)
    {
        lock (_gate)
        {
            var before = _lanes[(int)key.Lane].CountBefore(key);
            for (var lane = (int)key.Lane + 1; lane < _lanes.Length; lane++)
                before += _lanes[lane].Count;
            return (before + 1, _queued.Count + (_queued.ContainsKey(key.Id) ? 0 : 1));
        }
    }

    /// <summary>Jobs in order from a place on, the first being 0.</summary>
    public IReadOnlyList<QueueKey> Slice(int from, int count)
    {
        var slice = new List<QueueKey>(Math.Min(count, 1024));
        lock (_gate)
        {
            for (var lane = _lanes.Length - 1; lane >= 0; lane--)
            {
                _lanes[lane].Slice(from, slice, count);
                from = Math.Max(0, from - _lanes[lane].Count);
            }
        }

        return slice;
    }

    public bool Holds(Guid jobId)
    {
        lock (_gate)
            return _queued.ContainsKey(jobId);
    }

    public void Apply(QueueChange change)
    {
        lock (_gate)
        {
            _whileLoading?.Add(change);
            Put(change);
        }
    }

    /// <summary>What is applied from now on counts beside what is read from now on.</summary>
    public void BeginLoad()
    {
        lock (_gate)
            _whileLoading = [];
    }

    public void EndLoad(IEnumerable<QueueChange> rows)
    {
        lock (_gate)
        {
            _queued.Clear();
            _turns = 0;
            for (var lane = 0; lane < _lanes.Length; lane++)
                _lanes[lane] = new();
            foreach (var change in rows.Concat(_whileLoading ?? []))
                Put(change);
            _whileLoading = null;
        }

        _loaded.TrySetResult();
    }

    /// <summary>What a replica that has missed nothing agrees on with the database: how many, and their turns added up.</summary>
    public (int Count, decimal Turns) Sum()
    {
        lock (_gate)
            return (_queued.Count, _turns);
    }

    private void Put(QueueChange change)
    {
        var known = _queued.TryGetValue(change.Id, out var queued) ? queued.Version
            : _gone.TryGetValue(change.Id, out var gone) || _goneBefore.TryGetValue(change.Id, out gone) ? gone : -1;
        if (change.Version <= known)
            return;
        if (_queued.Remove(change.Id))
        {
            _turns -= queued.Key!.Value.Turn;
            _lanes[(int)queued.Key.Value.Lane].Remove(queued.Key.Value);
        }

        if (change.Key is { } key)
        {
            _turns += key.Turn;
            _queued.Add(change.Id, change);
            _lanes[(int)key.Lane].Add(key, change.Since);
        }
        else
            Remember(change);
    }

    private void Remember(QueueChange change)
    {
        if (_gone.Count >= Remembered)
            (_goneBefore, _gone) = (_gone, []);
        _gone[change.Id] = change.Version;
    }
}
