using System.Runtime.InteropServices;

namespace Trawl.Notifier.Connections;

/// <summary>
/// Decides when a connection that has something to send writes it. A write costs the kernel some 5 µs however little is in
/// it, so the number of writes is the price of a Notifier. While there are few, each happens at once. Beyond
/// <see cref="FreeWritesPerTick"/>, a connection that wrote just now waits until <see cref="NotifierOptions.WriteInterval"/>
/// is over and takes along what has come by then; one that had been quiet still writes at once.
/// </summary>
internal sealed class WriteScheduler(NotifierOptions options, TimeProvider time) : IDisposable
{
    /// <summary>5,000 writes a second are a fortieth of a core: not worth anybody's waiting.</summary>
    private const int FreeWritesPerTick = 50;

    // Some 6 ms of writes: one thread does them without being in the way of those that read.
    private const int Chunk = 1024;

    // Fewer are written by whoever found them: waking another thread costs as much as a write.
    private const int AtOnce = 4;

    private readonly TimeSpan _tick = TimeSpan.FromMilliseconds(10);
    private readonly Lock _gate = new();
    private List<Connection> _gathered = [];
    private volatile int _gatheringThread;
    private List<(Connection Connection, long Due)> _waiting = [];
    private List<(Connection Connection, long Due)> _next = [];
    private ITimer? _timer;
    private bool _ticking;
    private long _tickBegan;
    private int _writes;

    /// <summary>From here on this thread's wake-ups are kept until <see cref="Release"/>: events come in bursts. For one thread at a time.</summary>
    public void Gather() => _gatheringThread = Environment.CurrentManagedThreadId;

    /// <summary>Somebody has something to send, and nobody is writing for it. Callable under any lock: nothing is written before it returns.</summary>
    public void Wake(Connection connection)
    {
        if (_gatheringThread == Environment.CurrentManagedThreadId)
            _gathered.Add(connection);
        else if (!Postpone(connection))
            ThreadPool.UnsafeQueueUserWorkItem(connection, preferLocal: false);
    }

    /// <summary>Lets those write who were gathered. Not to be called under a lock.</summary>
    public void Release()
    {
        _gatheringThread = 0;
        var gathered = _gathered;
        var kept = 0;
        var all = CollectionsMarshal.AsSpan(gathered);
        foreach (var connection in all)
        {
            if (!Postpone(connection))
                all[kept++] = connection;
        }

        if (kept <= AtOnce)
        {
            Write(all[..kept]);
            gathered.Clear();
            return;
        }

        gathered.RemoveRange(kept, gathered.Count - kept);
        _gathered = []; // these are theirs now
        WriteElsewhere(gathered);
    }

    /// <summary>True when it is to wait: it is called again when its time has come.</summary>
    public bool Postpone(Connection connection)
    {
        if (options.WriteInterval <= TimeSpan.Zero)
            return false;
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_tickBegan, now) >= _tick)
        {
            // Two threads may both begin the tick; a few writes more or less are free.
            _tickBegan = now;
            _writes = 0;
        }

        if (Interlocked.Increment(ref _writes) <= FreeWritesPerTick)
            return false;
        var due = connection.LastWrite + (long)(options.WriteInterval.TotalSeconds * time.TimestampFrequency);
        if (due <= now)
            return false;
        lock (_gate)
        {
            _waiting.Add((connection, due));
            if (_ticking)
                return true;
            _ticking = true;
            _timer ??= time.CreateTimer(static scheduler => ((WriteScheduler)scheduler!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(_tick, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    public void Dispose() => _timer?.Dispose();

    private void Tick()
    {
        var due = new List<Connection>();
        lock (_gate)
        {
            var now = time.GetTimestamp();
            foreach (var waiting in _waiting)
            {
                if (waiting.Due <= now)
                    due.Add(waiting.Connection);
                else
                    _next.Add(waiting);
            }

            _waiting.Clear();
            (_waiting, _next) = (_next, _waiting);
            _ticking = _waiting.Count > 0;
            if (_ticking)
                _timer!.Change(_tick, Timeout.InfiniteTimeSpan);
        }

        if (due.Count > 0)
            WriteElsewhere(due);
    }

    private static void WriteElsewhere(List<Connection> connections)
    {
        for (var from = 0; from < connections.Count; from += Chunk)
            ThreadPool.UnsafeQueueUserWorkItem(new Work(connections, from, Math.Min(Chunk, connections.Count - from)), preferLocal: false);
    }

    private static void Write(ReadOnlySpan<Connection> connections)
    {
        foreach (var connection in connections)
            connection.Write();
    }

    private sealed class Work(List<Connection> connections, int from, int count) : IThreadPoolWorkItem
    {
        public void Execute() => Write(CollectionsMarshal.AsSpan(connections).Slice(from, count));
    }
}
