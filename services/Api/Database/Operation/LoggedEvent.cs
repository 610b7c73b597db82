using System.Text.Json;

namespace Trawl.Api.Database;

/// <summary>A log event, written in the transaction of what it tells.</summary>
public sealed class LoggedEvent
{
    /// <summary>The order of writing, across channels.</summary>
    public long Id { get; set; }
    public required string Channel { get; set; }
    public long Seq { get; set; }
    public required string Type { get; set; }
    public Guid? JobId { get; set; }
    public long? Version { get; set; }
    public DateTimeOffset Timestamp { get; set; }
    public string? Traceparent { get; set; }
    public required JsonDocument Data { get; set; }

    /// <summary>Confirmed by the broker.</summary>
    public bool Sent { get; set; }
}
