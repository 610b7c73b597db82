using Trawl.ServiceDefaults;

namespace Trawl.Embedder;

/// <summary>This worker as heartbeats and results tell of it. Not the process's <see cref="ServiceInstance"/>: AllInOne is several workers.</summary>
internal sealed class EmbedderWorker
{
    private int busy;

    public string Id { get; } = new ServiceInstance("embedder").Id;

    public int Busy => Volatile.Read(ref busy);

    public void Begin() => Interlocked.Increment(ref busy);

    public void End() => Interlocked.Decrement(ref busy);
}
