using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>
/// Finds a bus that has not come back from an outage although the broker has; the host is then built anew. Either the transport
/// reports itself as ready, and only a publish that nobody confirms shows otherwise; or publishes go out, and an endpoint that
/// was being started when the broker went away is never started again; or a consumer does not end, and others are not told.
/// </summary>
internal sealed partial class BusWatchdog(IBusControl bus, BrokerDoor door, LostDeliveries lost, TimeProvider time, ILogger<BusWatchdog> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Well above BrokerPatience and the client's own limit for an answer, 20 s: what comes back by itself has come back by then.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _probe = Task.CompletedTask;
    private volatile bool _confirmed = true;

    /// <summary>Completes when the bus is beyond help; never otherwise.</summary>
    public Task Stuck => _stuck.Task;

    /// <summary>Whether the last message to nobody was confirmed. Known some 10 s after the broker is gone.</summary>
    public bool Confirmed => _confirmed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        long? deafSince = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            _confirmed = await ConfirmsAsync(stoppingToken);
            if ((_confirmed && !lost.AreHeld && bus.CheckHealth().Status == BusHealthStatus.Healthy) || await door.RefusalAsync(stoppingToken) is not null)
            {
                deafSince = null;
                continue;
            }

            deafSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(deafSince.Value) < Patience)
                continue;
            LogStuck();
            _stuck.TrySetResult();
            return;
        }
    }

    private async Task<bool> ConfirmsAsync(CancellationToken cancellationToken)
    {
        // One at a time: those that hang are not to pile up.
        if (_probe.IsCompleted)
            _probe = bus.Publish(new BusProbe(), CancellationToken.None);
        try
        {
            await _probe.WaitAsync(Interval, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Why does not matter: the next look at the broker tells whose fault it is.
            return false;
        }
    }
}
