using Trawl.ServiceDefaults.Events;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>A backplane in the test's hand: it says what arrives, when, how often, and when the line was lost.</summary>
internal sealed class FakeBackplane : IEventSubscriber, IEventPublisher
{
    private readonly HashSet<int> _bound = [];
    private readonly Lock _gate = new();
    private Action<ReadOnlyMemory<byte>> _handler = _ => { };
    private Action _reconnected = () => { };
    private Action _drained = () => { };

    public bool IsConnected => true;
    public List<EventMessage> Published { get; } = [];

    public IReadOnlyCollection<int> Bound
    {
        get
        {
            lock (_bound)
                return [.. _bound];
        }
    }

    public void Start(Action<ReadOnlyMemory<byte>> handler, Action reconnected, Action? drained = null) =>
        (_handler, _reconnected, _drained) = (handler, reconnected, drained ?? (() => { }));

    public void Deliver(byte[] body) => DeliverTogether(body);

    public void DeliverTogether(params byte[][] bodies)
    {
        lock (_gate)
        {
            foreach (var body in bodies)
            {
                // The body is only valid during the call.
                var copy = body.ToArray();
                _handler(copy);
                Array.Clear(copy);
            }

            _drained();
        }
    }

    public void Reconnect() => _reconnected();

    public Task BindAsync(int shard, CancellationToken cancellationToken)
    {
        lock (_bound)
            _bound.Add(shard);
        return Task.CompletedTask;
    }

    public Task UnbindAsync(int shard, CancellationToken cancellationToken)
    {
        lock (_bound)
            _bound.Remove(shard);
        return Task.CompletedTask;
    }

    public void Publish(EventMessage message) => Published.Add(message);

    public Task PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;
}
