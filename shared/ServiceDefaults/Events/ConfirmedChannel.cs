using RabbitMQ.Client;

namespace Trawl.ServiceDefaults.Events;

/// <summary>
/// An AMQP channel that publishes a batch without waiting in between and then waits for all of it. The client's own tracking
/// would delay publishes out of order when many are unconfirmed, add a header to each and a task as well. One batch at a time.
/// </summary>
internal sealed class ConfirmedChannel
{
    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _early = [];
    private readonly EventBatch _batch = new();
    private ulong _published;
    private ulong _confirmed;
    private string? _broken;
    private TaskCompletionSource? _all;

    private ConfirmedChannel(IChannel channel) => Channel = channel;

    public IChannel Channel { get; }

    public static async Task<ConfirmedChannel> OpenAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancellationToken);
        var confirmed = new ConfirmedChannel(channel);
        channel.BasicAcksAsync += (_, ack) => confirmed.Acked(ack.DeliveryTag, ack.Multiple);
        channel.BasicNacksAsync += (_, _) => confirmed.Break("The broker refused an event.");
        channel.ChannelShutdownAsync += (_, shutdown) => confirmed.Break(shutdown.ReplyText);
        await RabbitMqEvents.DeclareExchangeAsync(channel, cancellationToken);
        return confirmed;
    }

    public async Task PublishAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            if (!_batch.HasRoomFor(message))
                await PublishBatchAsync(cancellationToken);
            _batch.Add(message);
        }

        await PublishBatchAsync(cancellationToken);
        await AllConfirmed().WaitAsync(cancellationToken);
    }

    private async Task PublishBatchAsync(CancellationToken cancellationToken)
    {
        await Channel.BasicPublishAsync(
            RabbitMqEvents.Exchange, _batch.RoutingKey, mandatory: false, _batch.Properties(), _batch.Body, cancellationToken);
        // Numbered by the broker from 1 as they come; whatever fails above ends this channel.
        _published++;
        _batch.Clear();
    }

    private Task AllConfirmed()
    {
        lock (_lock)
        {
            if (_broken is not null)
                return Task.FromException(new EventBackplaneException(_broken));
            if (_confirmed >= _published)
                return Task.CompletedTask;
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _all.Task;
        }
    }

    private Task Acked(ulong tag, bool multiple)
    {
        lock (_lock)
        {
            if (tag == _confirmed + 1)
                _confirmed = tag;
            else if (!multiple)
                _early.Add(tag);
            else if (tag > _confirmed)
                _confirmed = tag;
            Settle(multiple);
            if (_all is not null && _confirmed >= _published)
            {
                _all.TrySetResult();
                _all = null;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Queues confirm in their own time, so confirms may overtake each other.</summary>
    private void Settle(bool jumped)
    {
        if (_early.Count == 0)
            return;
        if (jumped)
            _early.RemoveWhere(tag => tag <= _confirmed);
        while (_early.Remove(_confirmed + 1))
            _confirmed++;
    }

    private Task Break(string reason)
    {
        lock (_lock)
        {
            _broken = reason;
            _all?.TrySetException(new EventBackplaneException(reason));
            _all = null;
        }

        return Task.CompletedTask;
    }
}
