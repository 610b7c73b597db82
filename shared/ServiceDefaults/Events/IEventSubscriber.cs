namespace Trawl.ServiceDefaults.Events;

/// <summary>
/// This process's own queue on the backplane. Nothing arrives until a shard is bound; what is published to a shard after
/// <see cref="BindAsync"/> has returned arrives, in the order of publishing, until <see cref="UnbindAsync"/>. Events of other
/// shards may come with it, when they were published together: whoever receives looks at an event's channel.
/// </summary>
public interface IEventSubscriber
{
    /// <summary>
    /// Begins to receive. The handler is called by one thread at a time and must not block; the body is only valid during the call.
    /// </summary>
    /// <param name="handler">Gets each event's bytes.</param>
    /// <param name="reconnected">Called after a lost connection is back and every bound shard is bound again: events in between are lost here.</param>
    /// <param name="drained">Called after one or more events, when no other is at hand: the moment to pass on what was gathered.</param>
    void Start(Action<ReadOnlyMemory<byte>> handler, Action reconnected, Action? drained = null);

    /// <summary>Binds a shard, once however often it is called. Returns when the broker has done it; waits while the broker is away.</summary>
    /// <param name="shard"><see cref="ChannelShard.Of"/> of a channel.</param>
    /// <param name="cancellationToken">Gives up waiting; the shard is then bound with the next reconnect all the same.</param>
    Task BindAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Takes a shard back. Late events may still arrive.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task UnbindAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Whether the backplane can be reached now.</summary>
    bool IsConnected { get; }
}
