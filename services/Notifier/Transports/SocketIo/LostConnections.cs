using Trawl.Notifier.Transports.SocketIo.Events;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary>
/// What connections leave behind when their transport is lost, for a while: where they were subscribed, and how far they had
/// been told. Frontends that subscribe only once, when they first connect, would otherwise wait for ever after a reconnect.
/// </summary>
internal sealed class LostConnections(NotifierOptions options, TimeProvider time)
{
    // Bounded like everything a client can cause. The oldest go first.
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<LostConnection> _byAge = [];
    private readonly Dictionary<(string User, string Address), LinkedListNode<LostConnection>> _newest = [];
    private readonly Dictionary<string, LinkedListNode<LostConnection>> _byPid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SocketIoConnection> _alive = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                Forget();
                return _byAge.Count;
            }
        }
    }

    /// <summary>A connection that can come back by its <c>pid</c>.</summary>
    public void Begin(string pid, SocketIoConnection connection)
    {
        lock (_gate)
            _alive[pid] = connection;
    }

    public void End(string pid)
    {
        lock (_gate)
            _alive.Remove(pid);
    }

    public void Leave(LostConnection lost)
    {
        lock (_gate)
        {
            Forget();
            while (_byAge.Count >= Most)
                Remove(_byAge.First!);
            var node = _byAge.AddLast(lost with { Since = time.GetTimestamp() });
            _newest[(lost.UserId, lost.Address)] = node;
            if (lost.Pid is not null)
                _byPid[lost.Pid] = node;
        }
    }

    /// <summary>Takes what a connection of this user from this address left last; each is given out once.</summary>
    public LostConnection? Claim(string user, string address)
    {
        lock (_gate)
        {
            Forget();
            if (!_newest.TryGetValue((user, address), out var node))
                return null;
            Remove(node);
            return node.Value;
        }
    }

    /// <summary>Takes what the connection with this <c>pid</c> left. One that nobody has noticed to be lost is, by this.</summary>
    public LostConnection? Recover(string pid, string user)
    {
        SocketIoConnection? alive;
        lock (_gate)
            _alive.TryGetValue(pid, out alive);
        if (alive?.Caller.UserId == user)
            alive.Drop("its client came back by another line");
        lock (_gate)
        {
            Forget();
            if (!_byPid.TryGetValue(pid, out var node) || node.Value.UserId != user)
                return null;
            Remove(node);
            return node.Value;
        }
    }

    private void Forget()
    {
        while (_byAge.First is { } oldest && time.GetElapsedTime(oldest.Value.Since) > options.SocketIo.ClaimWindow)
            Remove(oldest);
    }

    private void Remove(LinkedListNode<LostConnection> node)
    {
        var lost = node.Value;
        var key = (lost.UserId, lost.Address);
        if (_newest.GetValueOrDefault(key) == node)
        {
            // The one before it is next; there are mostly none.
            var before = node.Previous;
            while (before is not null && (before.Value.UserId, before.Value.Address) != key)
                before = before.Previous;
            if (before is null)
                _newest.Remove(key);
            else
                _newest[key] = before;
        }

        if (lost.Pid is not null)
            _byPid.Remove(lost.Pid);
        _byAge.Remove(node);
    }
}

/// <summary>What is left of a connection.</summary>
/// <param name="Sent">How far it had been told; knows the offsets of a recoverable one.</param>
internal sealed record LostConnection(string UserId, string Address, string SocketId, string? Pid, IReadOnlyList<string> Channels, SentLog Sent)
{
    public long Since { get; init; }
}
