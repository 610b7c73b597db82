using MassTransit;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Workers;
using Trawl.Embedder.Models;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Embedder.Heartbeat;

/// <summary>Says that this worker is there, every five seconds, and when it goes.</summary>
internal sealed partial class HeartbeatService(
    IBus bus, EmbedderWorker worker, ModelRegistry models, IOptions<EmbedderOptions> options, TimeProvider time, ILogger<HeartbeatService> log)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset startedAt = time.GetUtcNow();
    private readonly CancellationTokenSource stopping = new();
    private Task beating = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not earlier: before the bus is started nothing can be published.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        LogModels(string.Join(", ", models.Announced.Select(model => $"{model.Name} ({model.Provider}, {model.Dimensions})")), options.Value.Slots);
        beating = BeatAsync(stopping.Token);
        return Task.CompletedTask;
    }

    /// <summary>Not later: when services are stopped the bus is, too.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await beating;
        await PublishAsync(true, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await PublishAsync(false, cancellationToken);
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
            Kind = WorkerKind.Embedder,
            Slots = options.Value.Slots,
            Busy = worker.Busy,
            Version = ServiceInstance.Version,
            StartedAt = startedAt,
            Models = models.Announced,
            Stopping = last,
        };
        try
        {
            await bus.PublishWithinAsync(heartbeat, last ? TimeSpan.FromSeconds(2) : Interval, cancellationToken);
        }
        catch (Exception exception) when (last || !cancellationToken.IsCancellationRequested)
        {
            // Whatever kept this one back: the next is due in a moment, and the Api counts their absence.
            LogLost(exception);
        }
    }
}
