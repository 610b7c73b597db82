using Trawl.Contracts.Workers;

namespace Trawl.WorkerDefaults.Heartbeats;

/// <summary>A worker as its heartbeats tell of it.</summary>
public interface IHeartbeatSource
{
    /// <summary>Its id.</summary>
    string Id { get; }

    /// <summary>What it does.</summary>
    WorkerKind Kind { get; }

    /// <summary>How much it can do at once.</summary>
    int Slots { get; }

    /// <summary>How much of that is in use.</summary>
    int Busy { get; }

    /// <summary>The models it has; empty for a worker that embeds nothing.</summary>
    IReadOnlyList<EmbeddingModel> Models { get; }
}
