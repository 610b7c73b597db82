using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Events;

/// <summary>The backplane inside one process: a bounded queue between the publishers and the one subscriber.</summary>
internal sealed partial class InMemoryEventBackplane(ILogger<InMemoryEventBackplane> logger) : IEventPublisher, IEventSubscriber, IAsyncDisposable
{
    /// <summary>As many as a Notifier's queue holds on a broker.</summary>
    internal const int Capacity = 100_000;

    /// <summary>About as many as a message from a broker brings at once.</summary>
    private const int MaxBurst = 128;

    private readonly bool[] _bound = new bool[ChannelShard.Count];
    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private Task _pump = Task.CompletedTask;

    public bool IsConnected => true;

    public void Start(Action<ReadOnlyMemory<byte>> handler, Action reconnected, Action? drained = null) =>
        _pump = Task.Run(() => PumpAsync(handler, drained));

    public Task BindAsync(int shard, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _bound[shard], true);
        return Task.CompletedTask;
    }

    public Task UnbindAsync(int shard, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _bound[shard], false);
        return Task.CompletedTask;
    }

    public void Publish(EventMessage message)
    {
        EventMetrics.Published.Add(1);
        // The newest goes, not the oldest as on a broker: the oldest may be a log event, and that was promised.
        if (IsBound(message) && !_queue.Writer.TryWrite(message.Body))
            EventMetrics.Dropped.Add(1);
    }

    public async Task PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            if (IsBound(message))
                await WriteAsync(message.Body, cancellationToken);
        }

        EventMetrics.Published.Add(messages.Count);
        EventMetrics.Confirmed.Add(messages.Count);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _pump;
    }

    private bool IsBound(EventMessage message) => Volatile.Read(ref _bound[ChannelShard.Of(message.Channel)]);

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_queue.Writer.TryWrite(body))
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EventBackplane.ConfirmTimeout);
        try
        {
            await _queue.Writer.WriteAsync(body, limit.Token);
        }
        catch (Exception exception) when (exception is ChannelClosedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new EventBackplaneException("The subscriber in this process does not keep up, or the process is stopping.", exception);
        }
    }

    private async Task PumpAsync(Action<ReadOnlyMemory<byte>> handler, Action? drained)
    {
        Action<ReadOnlyMemory<byte>> told = _ => drained?.Invoke();
        while (await _queue.Reader.WaitToReadAsync())
        {
            var burst = 0;
            for (; burst < MaxBurst && _queue.Reader.TryRead(out var body); burst++)
                Handle(handler, body);
            EventMetrics.Received.Add(burst);
            Handle(told, default);
        }
    }

    private void Handle(Action<ReadOnlyMemory<byte>> handler, ReadOnlyMemory<byte> body)
    {
        try
        {
            handler(body);
        }
        catch (Exception exception)
        {
            // One event that the handler chokes on must not end the delivery of all others.
            LogHandlerFailed(exception);
        }
    }
}
