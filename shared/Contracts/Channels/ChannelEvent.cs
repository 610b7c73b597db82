using System.Text.Json;

namespace Trawl.Contracts.Channels;

/// <summary>
/// An event as every frontend sees it, and as it travels on the event backplane: this record as camelCase JSON, the
/// properties in this order. Nulls are written.
/// </summary>
public sealed record ChannelEvent
{
    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The channel it belongs to.</summary>
    public required string Channel { get; init; }

    /// <summary>The job it tells of; null on events that belong to none (notifications).</summary>
    public Guid? JobId { get; init; }

    /// <summary>Log events: the place in <see cref="Channel"/>'s numbering. Null on state and activity events.</summary>
    public long? Seq { get; init; }

    /// <summary>State and log events of a job: the job's version right after what they tell; only grows. Else null.</summary>
    public long? Version { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>W3C trace context of what caused it; null when nothing was traced.</summary>
    public string? Traceparent { get; init; }

    /// <summary>The type's own fields. Always an object.</summary>
    public required JsonElement Data { get; init; }
}
