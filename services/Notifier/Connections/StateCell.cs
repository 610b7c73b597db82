using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Connections;

/// <summary>
/// A place in a connection's queue for the newest state of one subscription, type and job. While it waits, a newer event
/// takes the older one's place: a slow reader gets fewer, never stale ones. Guarded by the outbox's lock.
/// </summary>
internal sealed class StateCell(string type, Guid job)
{
    public string Type { get; } = type;
    public Guid Job { get; } = job;
    public EventFrame? Waiting { get; set; }

    public EventFrame Take()
    {
        var newest = Waiting!;
        Waiting = null;
        return newest;
    }
}
