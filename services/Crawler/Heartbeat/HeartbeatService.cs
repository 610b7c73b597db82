using MassTransit;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Crawler.Heartbeat;

/// <summary>Says at start, every few seconds and on the way out what this process can take on.</summary>
internal sealed partial class HeartbeatService(IBus bus, CrawlWorker worker, ServiceInstance instance, TimeProvider time, ILogger<HeartbeatService> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private volatile bool saidGoodbye;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before any service is stopped: the bus still stands, and nobody sends more work meanwhile.
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        saidGoodbye = true;
        return PublishAsync(stopping: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            await PublishAsync(stopping: false, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken) && !saidGoodbye);
    }

    private async Task PublishAsync(bool stopping, CancellationToken cancellationToken)
    {
        try
        {
            await bus.PublishWithinAsync(
                new WorkerHeartbeat
                {
                    WorkerId = worker.Id,
                    Kind = WorkerKind.Crawler,
                    Slots = worker.Slots,
                    Busy = worker.Busy,
                    Version = ServiceInstance.Version,
                    StartedAt = instance.StartedAt,
                    Models = [],
                    Stopping = stopping,
                },
                Every,
                cancellationToken);
        }
        catch (Exception exception) when (stopping || !cancellationToken.IsCancellationRequested)
        {
            // The broker is away. The next one will do: a missed heartbeat must not end the process.
            LogMissed(exception.Message);
        }
    }
}
