using System.Collections.Concurrent;

namespace Trawl.Notifier.Connections;

/// <summary>Every connection of this process, counted by user.</summary>
internal sealed class ConnectionRegistry(NotifierOptions options)
{
    private readonly ConcurrentDictionary<Connection, byte> _connections = [];
    private readonly ConcurrentDictionary<string, int> _byUser = new(StringComparer.Ordinal);

    public IEnumerable<Connection> All => _connections.Select(entry => entry.Key);

    public int Count => _connections.Count;

    /// <summary>False when its user has as many as it may; it is then not counted, and to be closed.</summary>
    public bool TryAdd(Connection connection)
    {
        var count = _byUser.AddOrUpdate(connection.Caller.UserId, 1, static (_, count) => count + 1);
        if (options.MaxConnectionsPerUser > 0 && count > options.MaxConnectionsPerUser)
        {
            Uncount(connection.Caller.UserId);
            connection.CountFailure("rate_limited");
            return false;
        }

        _connections.TryAdd(connection, 0);
        NotifierMetrics.Opened(connection.Transport);
        return true;
    }

    public void Remove(Connection connection)
    {
        if (!_connections.TryRemove(connection, out _))
            return;
        Uncount(connection.Caller.UserId);
        NotifierMetrics.Gone(connection.Transport);
    }

    private void Uncount(string user)
    {
        var left = _byUser.AddOrUpdate(user, 0, static (_, count) => count - 1);
        if (left <= 0)
            _byUser.TryRemove(KeyValuePair.Create(user, left));
    }
}
