using System.Collections.Concurrent;
using Npgsql;

namespace Trawl.Api.Database;

/// <summary>
/// What commits anywhere want this process to look at: NOTIFY of any replica, its own included. Only ever a hint: whoever
/// waits here also looks now and then by itself.
/// </summary>
public sealed partial class DatabaseSignals(NpgsqlDataSource database, DatabaseReady ready, TimeProvider time, ILogger<DatabaseSignals> logger)
    : BackgroundService
{
    public const string EventsChannel = "trawl_events";
    public const string DispatchChannel = "trawl_dispatch";
    public const string QueueChannel = "trawl_queue";

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _channels = new();

    /// <summary>There may be work to hand out.</summary>
    public AsyncSignal Dispatch { get; } = new();

    /// <summary>There may be events to publish.</summary>
    public AsyncSignal Relay { get; } = new();

    /// <summary>A channel has new events. Raised for each commit, on the listening thread: whoever hears it must be quick.</summary>
    public event Action<string>? EventsCommitted;

    /// <summary>From now on every change of the queue is heard; those from before were not.</summary>
    public AsyncSignal QueueHeard { get; } = new();

    /// <summary>What a commit says of the queue, in the order of commits.</summary>
    internal event Action<string>? QueueChanged;

    /// <summary>Completes with the next event of a channel that is committed after this call.</summary>
    public Task NextOf(string channel) =>
        _channels.GetOrAdd(channel, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException && !stoppingToken.IsCancellationRequested)
            {
                LogConnectionLost(exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notice) => On(notice.Channel, notice.Payload);
        await using (var listen = new NpgsqlCommand($"listen {EventsChannel}; listen {DispatchChannel}; listen {QueueChannel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        // What was said while nobody listened is lost: everybody looks.
        Dispatch.Set();
        Relay.Set();
        QueueHeard.Set();
        foreach (var channel in _channels.Keys)
            Wake(channel);
        while (true)
            await connection.WaitAsync(cancellationToken);
    }

    private void On(string kind, string payload)
    {
        if (kind == DispatchChannel)
        {
            Dispatch.Set();
            return;
        }

        if (kind == QueueChannel)
        {
            QueueChanged?.Invoke(payload);
            return;
        }

        Relay.Set();
        Wake(payload);
        EventsCommitted?.Invoke(payload);
    }

    private void Wake(string channel)
    {
        if (_channels.TryRemove(channel, out var waiting))
            waiting.TrySetResult();
    }

}
