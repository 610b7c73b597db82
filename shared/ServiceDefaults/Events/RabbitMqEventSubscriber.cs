using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Events;

/// <summary>
/// This process's queue on the broker. What is wanted is kept here; a <see cref="SubscriberSession"/> makes it so for as long
/// as its connection lives, and the loop opens the next one.
/// </summary>
internal sealed partial class RabbitMqEventSubscriber(RabbitMqEvents events, ILogger<RabbitMqEventSubscriber> logger)
    : IEventSubscriber, IAsyncDisposable
{
    private readonly bool[] _wanted = new bool[ChannelShard.Count];
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource<SubscriberSession> _session = NewSession();
    private Task _loop = Task.CompletedTask;

    public bool IsConnected => _session.Task is { IsCompletedSuccessfully: true, Result.IsOpen: true };

    /// <summary>False in processes that only publish.</summary>
    public bool IsStarted { get; private set; }

    public void Start(Action<ReadOnlyMemory<byte>> handler, Action reconnected, Action? drained = null)
    {
        IsStarted = true;
        _loop = Task.Run(() => RunAsync(WholeMessages(Guarded(handler), drained), reconnected));
    }

    public async Task BindAsync(int shard, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _wanted[shard], true);
        // A session that ends meanwhile was not able to; the next one is asked again.
        while (!await (await Volatile.Read(ref _session).Task.WaitAsync(cancellationToken)).ApplyAsync(shard, cancellationToken))
            await Task.Yield();
    }

    public async Task UnbindAsync(int shard, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _wanted[shard], false);
        if (Volatile.Read(ref _session).Task is { IsCompletedSuccessfully: true } current)
            await current.Result.ApplyAsync(shard, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _session.TrySetCanceled();
    }

    private static TaskCompletionSource<SubscriberSession> NewSession() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Action<ReadOnlyMemory<byte>> WholeMessages(Action<ReadOnlyMemory<byte>> handler, Action? drained)
    {
        var guardedDrained = Guarded(_ => drained?.Invoke());
        return body =>
        {
            EventMetrics.Received.Add(EventLines.ForEach(body, handler));
            guardedDrained(default);
        };
    }

    private Action<ReadOnlyMemory<byte>> Guarded(Action<ReadOnlyMemory<byte>> handler) => body =>
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
    };

    private async Task RunAsync(Action<ReadOnlyMemory<byte>> handler, Action reconnected)
    {
        var connectedBefore = false;
        for (var attempt = 0; !_stopping.IsCancellationRequested; attempt++)
        {
            try
            {
                await using var session = await SubscriberSession.OpenAsync(events, _wanted, handler, _stopping.Token);
                attempt = 0;
                await ServeAsync(session, connectedBefore ? reconnected : null);
                connectedBefore = true;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was, the answer is the same: again, a little later. It is said once, not at every attempt.
                if (attempt == 0)
                    LogCannotConnect(exception.Message);
            }

            await Task.Delay(RabbitMqEvents.Backoff(attempt), _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(SubscriberSession session, Action? reconnected)
    {
        _session.TrySetResult(session);
        try
        {
            if (reconnected is not null)
            {
                EventMetrics.Reconnects.Add(1);
                LogReconnected();
                reconnected();
            }

            LogLost(await session.Ended.WaitAsync(_stopping.Token));
        }
        finally
        {
            // Whoever binds from here on waits for the next one.
            Volatile.Write(ref _session, NewSession());
        }
    }
}
