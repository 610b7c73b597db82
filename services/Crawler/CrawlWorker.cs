using Microsoft.Extensions.Options;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults;
using Trawl.WorkerDefaults.Heartbeats;

namespace Trawl.Crawler;

/// <summary>This process as a crawler: its name, and the slots that all its batches share.</summary>
internal sealed class CrawlWorker(ServiceInstance instance, IOptions<CrawlerOptions> options) : IHeartbeatSource, IDisposable
{
    private readonly SemaphoreSlim free = new(options.Value.Slots);

    // Two workers in one process are two workers.
    public string Id { get; } = instance.Service == "crawler" ? instance.Id : $"{instance.Id}-crawler";

    public WorkerKind Kind => WorkerKind.Crawler;

    public int Slots => options.Value.Slots;

    public int Busy => Slots - free.CurrentCount;

    public IReadOnlyList<EmbeddingModel> Models => [];

    /// <summary>Waits so long for a slot; false when there was none. Give it back with <see cref="Leave"/>.</summary>
    public Task<bool> TryEnterAsync(TimeSpan patience, CancellationToken cancellationToken) => free.WaitAsync(patience, cancellationToken);

    public void Leave() => free.Release();

    public void Dispose() => free.Dispose();
}
