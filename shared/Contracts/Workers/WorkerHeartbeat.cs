using MassTransit;

namespace Trawl.Contracts.Workers;

/// <summary>
/// A worker is there. Published at start, every 5 seconds, and once more with <see cref="Stopping"/> on the way out. A
/// worker not heard of for 15 seconds counts as gone.
/// </summary>
[MessageUrn("worker-heartbeat:v1")]
[EntityName("contracts.worker-heartbeat")]
public sealed record WorkerHeartbeat
{
    /// <summary>Unique a process: machine, kind and a random part.</summary>
    public required string WorkerId { get; init; }

    /// <summary>What it does.</summary>
    public required WorkerKind Kind { get; init; }

    /// <summary>Crawler: concurrent fetches. Embedder: concurrent batches.</summary>
    public required int Slots { get; init; }

    /// <summary>Slots in use when this was sent.</summary>
    public required int Busy { get; init; }

    /// <summary>The product version it runs.</summary>
    public required string Version { get; init; }

    /// <summary>When the process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Embedder: the models it is configured with. Crawler: empty.</summary>
    public required IReadOnlyList<EmbeddingModel> Models { get; init; }

    /// <summary>True in the last heartbeat of an orderly shutdown.</summary>
    public required bool Stopping { get; init; }
}
