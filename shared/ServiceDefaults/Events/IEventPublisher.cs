namespace Trawl.ServiceDefaults.Events;

/// <summary>Puts events on the backplane, from where each Notifier takes those that its clients are subscribed to.</summary>
public interface IEventPublisher
{
    /// <summary>
    /// For state and activity events: hands over and returns. Never waits and never throws; dropped and counted in a metric when
    /// the broker is away or slower than the caller.
    /// </summary>
    /// <param name="message">The event.</param>
    void Publish(EventMessage message);

    /// <summary>For log events: returns when the broker has confirmed all of them, in their order.</summary>
    /// <param name="messages">The events.</param>
    /// <param name="cancellationToken">Gives up; some may then have been published.</param>
    /// <exception cref="EventBackplaneException">The broker is away or refused: publish again later, all of them.</exception>
    Task PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken);
}
