using System.Collections.Concurrent;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.Transports;
using RabbitMQ.Client;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>
/// Cancels the consumers of messages whose connection is gone, all at once: the broker delivers those again, and acknowledging
/// them is of no use. The client tells its channels one after the other, each when the consumers of the one before have ended.
/// Those may well be waiting for a confirm on a channel that has not been told, and the transport for all of them.
/// </summary>
internal sealed class LostDeliveries(TimeProvider time) : IReceiveObserver
{
    // The client's event would come to us last, behind what is to be ended by it. What it says of itself is true at once.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<IConnection, ConcurrentDictionary<BaseReceiveContext, byte>> _underWay = [];

    /// <summary>Whether a consumer works on after its connection is gone. Until it has ended, its endpoint and others get no messages.</summary>
    public bool AreHeld => _underWay.Any(line => !line.Key.IsOpen && !line.Value.IsEmpty);

    public Task PreReceive(ReceiveContext context)
    {
        if (context is not BaseReceiveContext delivery || !context.TryGetPayload<ConnectionContext>(out var line))
            return Task.CompletedTask;
        Of(line.Connection)[delivery] = 0;
        // Delivered before, begun after.
        if (!line.Connection.IsOpen)
            Cancel(delivery);
        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context) => Forget(context);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Forget(context);

    private Task Forget(ReceiveContext context)
    {
        if (context is BaseReceiveContext delivery && context.TryGetPayload<ConnectionContext>(out var line)
            && _underWay.TryGetValue(line.Connection, out var deliveries))
            deliveries.TryRemove(delivery, out _);
        return Task.CompletedTask;
    }

    private ConcurrentDictionary<BaseReceiveContext, byte> Of(IConnection connection)
    {
        if (_underWay.TryGetValue(connection, out var known))
            return known;
        var deliveries = new ConcurrentDictionary<BaseReceiveContext, byte>();
        if (!_underWay.TryAdd(connection, deliveries))
            return Of(connection);
        _ = WatchAsync(connection, deliveries);
        return deliveries;
    }

    private async Task WatchAsync(IConnection connection, ConcurrentDictionary<BaseReceiveContext, byte> deliveries)
    {
        while (connection.IsOpen)
            await Task.Delay(Interval, time);
        foreach (var delivery in deliveries.Keys)
            Cancel(delivery);
        while (!deliveries.IsEmpty)
            await Task.Delay(Interval, time);
        _underWay.TryRemove(connection, out _);
    }

    // Not here: whoever waits may go on in the midst of it, and not come back soon.
    private static void Cancel(BaseReceiveContext delivery) => Task.Run(() =>
    {
        try
        {
            delivery.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
    });
}
