using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Trawl.ServiceDefaults.Events;

/// <summary>One connection's life: a queue of its own, what is bound to it, and the consumer that empties it.</summary>
internal sealed class SubscriberSession : IAsyncBasicConsumer, IAsyncDisposable
{
    /// <summary>Bounds what a Notifier that hangs costs the broker. The oldest go first: clients fetch what they miss from the log.</summary>
    private static readonly Dictionary<string, object?> QueueArguments = new()
    {
        ["x-max-length"] = 100_000, ["x-max-length-bytes"] = 128L << 20, ["x-overflow"] = "drop-head",
    };

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly bool[] _wanted;
    private readonly bool[] _bound = new bool[ChannelShard.Count];
    private readonly Action<ReadOnlyMemory<byte>> _handler;
    private readonly SemaphoreSlim _topology = new(1);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _queue = "";

    private SubscriberSession(IConnection connection, IChannel channel, bool[] wanted, Action<ReadOnlyMemory<byte>> handler)
    {
        (_connection, _channel, _wanted, _handler) = (connection, channel, wanted, handler);
        channel.ChannelShutdownAsync += (_, shutdown) => EndAsync(shutdown.ReplyText);
        connection.ConnectionShutdownAsync += (_, shutdown) => EndAsync(shutdown.ReplyText);
    }

    /// <summary>Completes with the reason when nothing will arrive here any more.</summary>
    public Task<string> Ended => _ended.Task;

    public bool IsOpen => !_ended.Task.IsCompleted;

    IChannel? IAsyncBasicConsumer.Channel => _channel;

    public static async Task<SubscriberSession> OpenAsync(
        RabbitMqEvents events, bool[] wanted, Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken)
    {
        var connection = await events.ConnectAsync("events in", cancellationToken);
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            var session = new SubscriberSession(connection, channel, wanted, handler);
            await RabbitMqEvents.DeclareExchangeAsync(channel, cancellationToken);
            var queue = await channel.QueueDeclareAsync(
                "", durable: false, exclusive: true, autoDelete: true, QueueArguments, cancellationToken: cancellationToken);
            session._queue = queue.QueueName;
            await channel.BasicConsumeAsync(
                session._queue, autoAck: true, "", noLocal: false, exclusive: true, arguments: null, session, cancellationToken);
            for (var shard = 0; shard < wanted.Length; shard++)
            {
                if (Volatile.Read(ref wanted[shard]))
                    await session.ApplyAsync(shard, cancellationToken);
            }

            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the shard's binding what is wanted now; false when the session has ended and could not.</summary>
    public async Task<bool> ApplyAsync(int shard, CancellationToken cancellationToken)
    {
        await _topology.WaitAsync(cancellationToken);
        try
        {
            var wanted = Volatile.Read(ref _wanted[shard]);
            if (wanted == _bound[shard])
                return IsOpen;
            // Without the caller's token: an answer that nobody waits for would be taken for the next one's.
            if (wanted)
                await _channel.QueueBindAsync(_queue, RabbitMqEvents.Exchange.Value, ChannelShard.RoutingKey(shard), cancellationToken: default);
            else
                await _channel.QueueUnbindAsync(_queue, RabbitMqEvents.Exchange.Value, ChannelShard.RoutingKey(shard), cancellationToken: default);
            _bound[shard] = wanted;
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A channel that cannot bind is of no use; the next session binds everything that is wanted.
            await EndAsync(exception.Message);
            return false;
        }
        finally
        {
            _topology.Release();
        }
    }

    public Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey,
        IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        _handler(body);
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) => EndAsync("The queue was deleted.");

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => EndAsync(reason.ReplyText);

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult("Closed.");
        await _connection.AbortAsync(TimeSpan.FromSeconds(1));
        await _connection.DisposeAsync();
    }

    private Task EndAsync(string reason)
    {
        _ended.TrySetResult(reason);
        return Task.CompletedTask;
    }
}
