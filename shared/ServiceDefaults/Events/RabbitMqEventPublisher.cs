using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Trawl.ServiceDefaults.Events;

/// <summary>
/// Two AMQP channels on one connection: live events go through a bounded queue to one without confirms, log events straight to one
/// with. Connected when there is something to publish; any failure throws the channel away, and the next use opens another.
/// </summary>
internal sealed partial class RabbitMqEventPublisher : IEventPublisher, IAsyncDisposable
{
    /// <summary>Live events kept while the broker is away or slow: some seconds' worth, not minutes of what is no longer so.</summary>
    private const int QueueCapacity = 20_000;

    /// <summary>An event alone costs a Notifier some hundred microseconds of waking threads, one of ten a third of it. Nobody sees 10 ms.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);

    /// <summary>As many as fill a message anyway.</summary>
    private const int Crowd = 64;

    private readonly RabbitMqEvents _events;
    private readonly TimeProvider _time;
    private readonly ILogger<RabbitMqEventPublisher> _logger;
    private readonly Channel<EventMessage> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly SemaphoreSlim _confirming = new(1);
    private readonly Task _pump;
    private IConnection? _connection;
    private ConfirmedChannel? _confirmed;

    public RabbitMqEventPublisher(RabbitMqEvents events, TimeProvider time, ILogger<RabbitMqEventPublisher> logger)
    {
        _events = events;
        _time = time;
        _logger = logger;
        _queue = Channel.CreateBounded<EventMessage>(
            new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest },
            _ => EventMetrics.Dropped.Add(1));
        _pump = Task.Run(PumpAsync);
    }

    public void Publish(EventMessage message) => _queue.Writer.TryWrite(message);

    public async Task PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        limit.CancelAfter(EventBackplane.ConfirmTimeout);
        var entered = false;
        try
        {
            await _confirming.WaitAsync(limit.Token);
            entered = true;
            _confirmed ??= await ConfirmedChannel.OpenAsync(await ConnectedAsync(limit.Token), limit.Token);
            await _confirmed.PublishAsync(messages, limit.Token);
            EventMetrics.Published.Add(messages.Count);
            EventMetrics.Confirmed.Add(messages.Count);
        }
        catch (Exception exception)
        {
            // What the channel has confirmed of this is unknown from here on, so it is not used again.
            if (entered)
                Abandon(Interlocked.Exchange(ref _confirmed, null)?.Channel);
            cancellationToken.ThrowIfCancellationRequested();
            throw new EventBackplaneException($"The broker did not confirm {messages.Count} events.", exception);
        }
        finally
        {
            if (entered)
                _confirming.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        // What is still queued gets a moment, if the broker is there to take it.
        await Task.WhenAny(_pump, Task.Delay(TimeSpan.FromSeconds(1)));
        await _stopping.CancelAsync();
        await _pump;
        if (_connection is { } connection)
            await CloseQuietlyAsync(connection);
    }

    private async Task PumpAsync()
    {
        IChannel? channel = null;
        var batch = new EventBatch();
        var published = 0L;
        while (await _queue.Reader.WaitToReadAsync())
        {
            // Who publishes often waits a moment, and what has come by then goes together; a single event goes at once.
            if (_time.GetElapsedTime(published) is var since && since < Linger && _queue.Reader.Count < Crowd)
                await Task.Delay(Linger - since, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (_queue.Reader.TryPeek(out var next) && batch.HasRoomFor(next) && _queue.Reader.TryRead(out var message))
                batch.Add(message);
            if (batch.Count == 0)
                continue; // the oldest was dropped between the two looks
            if (channel is not { IsOpen: true })
            {
                Abandon(channel);
                channel = await OpenLiveChannelAsync();
            }

            if (channel is null)
                return; // stopping
            if (!await TryPublishAsync(channel, batch))
            {
                Abandon(channel);
                channel = null;
            }

            batch.Clear();
            published = _time.GetTimestamp();
        }
    }

    private async Task<bool> TryPublishAsync(IChannel channel, EventBatch batch)
    {
        try
        {
            await channel.BasicPublishAsync(
                RabbitMqEvents.Exchange, batch.RoutingKey, mandatory: false, batch.Properties(), batch.Body, _stopping.Token);
            EventMetrics.Published.Add(batch.Count);
            return true;
        }
        catch (Exception exception)
        {
            // They may have gone out or not; sending a live event twice would be worse than losing one.
            EventMetrics.Dropped.Add(batch.Count);
            LogPublishFailed(exception.Message);
            return false;
        }
    }

    /// <summary>Tries until it is there; null when the process stops.</summary>
    private async Task<IChannel?> OpenLiveChannelAsync()
    {
        for (var attempt = 0; !_stopping.IsCancellationRequested; attempt++)
        {
            try
            {
                var channel = await (await ConnectedAsync(_stopping.Token)).CreateChannelAsync(cancellationToken: _stopping.Token);
                await RabbitMqEvents.DeclareExchangeAsync(channel, _stopping.Token);
                return channel;
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                if (attempt == 0)
                    LogBrokerAway(exception.Message);
                await Task.Delay(RabbitMqEvents.Backoff(attempt), _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private async Task<IConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsOpen: true } open)
            return open;
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsOpen: true } opened)
                return opened;
            if (_connection is { } lost)
                _ = CloseQuietlyAsync(lost);
            _connection = null;
            return _connection = await _events.ConnectAsync("events out", cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Closing may wait for a broker that is gone, so nobody waits for the closing.</summary>
    private void Abandon(IChannel? channel)
    {
        if (channel is not null)
            _ = CloseQuietlyAsync(channel);
    }

    private async Task CloseQuietlyAsync(IAsyncDisposable closing)
    {
        try
        {
            await closing.DisposeAsync();
        }
        catch (Exception exception)
        {
            // It is being thrown away because it is broken: that it cannot be closed in an orderly manner is no news.
            LogCloseFailed(exception.Message);
        }
    }
}
