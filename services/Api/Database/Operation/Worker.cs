using System.Text.Json;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Database;

/// <summary>A worker as its heartbeats tell.</summary>
public sealed class Worker
{
    public required string Id { get; set; }
    public WorkerKind Kind { get; set; }
    public int Slots { get; set; }
    public int Busy { get; set; }
    public required string Version { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>What it can embed with, as in the heartbeat.</summary>
    public required JsonDocument Models { get; set; }
}
