using Microsoft.Extensions.Options;
using Trawl.Contracts.Workers;
using Trawl.Embedder.Models;
using Trawl.ServiceDefaults;
using Trawl.WorkerDefaults.Heartbeats;

namespace Trawl.Embedder;

/// <summary>This worker as heartbeats and results tell of it. Not the process's <see cref="ServiceInstance"/>: AllInOne is several workers.</summary>
internal sealed class EmbedderWorker(IOptions<EmbedderOptions> options, ModelRegistry models) : IHeartbeatSource
{
    private int busy;

    public string Id { get; } = new ServiceInstance("embedder").Id;

    public WorkerKind Kind => WorkerKind.Embedder;

    public int Slots => options.Value.Slots;

    public int Busy => Volatile.Read(ref busy);

    public IReadOnlyList<EmbeddingModel> Models => models.Announced;

    public void Begin() => Interlocked.Increment(ref busy);

    public void End() => Interlocked.Decrement(ref busy);
}
