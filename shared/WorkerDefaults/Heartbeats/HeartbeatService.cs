using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.WorkerDefaults.Heartbeats;

/// <summary>Says that a worker is there, every five seconds, and when it goes.</summary>
/// <typeparam name="TWorker">The worker: a process may be several.</typeparam>
internal sealed partial class HeartbeatService<TWorker>(IBus bus, TWorker worker, ServiceInstance instance, TimeProvider time, ILogger<HeartbeatService<TWorker>> logger)
    : IHostedLifecycleService, IDisposable
    where TWorker : IHeartbeatSource
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private Task beating = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not earlier: before the bus is started nothing can be published.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        beating = BeatAsync(stopping.Token);
        return Task.CompletedTask;
    }

    // Before any service is stopped: the bus still stands, and nobody sends more work meanwhile.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await beating;
        await PublishAsync(last: true, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
                await PublishAsync(last: false, cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way this loop ends.
        }
    }

    private async Task PublishAsync(bool last, CancellationToken cancellationToken)
    {
        var heartbeat = new WorkerHeartbeat
        {
            WorkerId = worker.Id,
            Kind = worker.Kind,
            Slots = worker.Slots,
            Busy = worker.Busy,
            Version = ServiceInstance.Version,
            StartedAt = instance.StartedAt,
            Models = worker.Models,
            Stopping = last,
        };
        try
        {
            await bus.PublishWithinAsync(heartbeat, last ? GoodbyeLimit : Every, cancellationToken);
        }
        catch (Exception exception) when (last || !cancellationToken.IsCancellationRequested)
        {
            // Whatever kept this one back: the next is due in a moment, and the Api counts their absence.
            LogLost(worker.Id, exception.Message);
        }
    }
}
