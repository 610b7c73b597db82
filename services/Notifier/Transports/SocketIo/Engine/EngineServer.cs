using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>The sessions of one path: how they begin, how a request finds its own, and the one timer they share.</summary>
internal sealed partial class EngineServer : IDisposable
{
    // A poll that crossed its client's good-bye on the way is still answered, but not for long.
    private static readonly TimeSpan PollAfterClose = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, EngineConnection> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _closedByClient = new(StringComparer.Ordinal);
    private readonly Func<EngineServer, HttpContext, EngineConnection> _create;
    private readonly OriginPolicy? _origins;
    private readonly ShutdownDrain _shutdown;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _pending;

    /// <param name="settings">How its sessions behave.</param>
    /// <param name="maxMessage">The largest message on a WebSocket; 0 is unlimited.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shutdown">Whether it is about to stop.</param>
    /// <param name="origins">Which pages may connect; null: any.</param>
    /// <param name="create">Makes a session.</param>
    public EngineServer(
        EngineSettings settings, int maxMessage, TimeProvider time, ShutdownDrain shutdown, OriginPolicy? origins,
        Func<EngineServer, HttpContext, EngineConnection> create)
    {
        (Settings, MaxMessage, _time, _shutdown, _origins, _create) = (settings, maxMessage, time, shutdown, origins, create);
        _timer = time.CreateTimer(static server => ((EngineServer)server!).Sweep(), this, settings.SweepPeriod, settings.SweepPeriod);
    }

    public EngineSettings Settings { get; }
    public int MaxMessage { get; }
    public int Count => _sessions.Count;
    public int Pending => _pending;

    /// <summary>A name that cannot be guessed.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    /// <summary>Closes the sessions that the core does not know of. The others are the core's to close.</summary>
    public void Stop()
    {
        foreach (var (_, session) in _sessions)
        {
            if (!session.IsRegistered)
                session.Close(CloseReason.ServerShutdown, discard: false);
        }
    }

    public void Dispose() => _timer.Dispose();

    public void Remove(EngineConnection session)
    {
        if (_sessions.TryRemove(session.Sid, out _) && !session.IsConnected)
            LeftPending();
    }

    public void LeftPending() => Interlocked.Decrement(ref _pending);

    /// <summary>The client ended its session by a request, and its last poll may not have come yet.</summary>
    public void ExpectPoll(EngineConnection session) => _closedByClient[session.Sid] = _time.GetTimestamp();

    /// <summary>Whether this is that poll; there is only one.</summary>
    public bool TakeExpected(string sid) => _closedByClient.TryRemove(sid, out _);

    private bool TryAdd(EngineConnection session)
    {
        if (_shutdown.HasBegun)
            return false;
        if (Interlocked.Increment(ref _pending) > Settings.MaxPendingSessions && Settings.MaxPendingSessions > 0)
        {
            LeftPending();
            return false;
        }

        _sessions[session.Sid] = session;
        return true;
    }

    private EngineConnection? Find(string sid)
    {
        if (!_sessions.TryGetValue(sid, out var session))
            return null;
        if (!session.IsDead)
            return session;
        session.Drop("silent");
        return null;
    }

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        foreach (var (_, session) in _sessions)
            session.Sweep(now);
        foreach (var (sid, since) in _closedByClient)
        {
            if (_time.GetElapsedTime(since, now) > PollAfterClose)
                _closedByClient.TryRemove(sid, out _);
        }
    }
}
