using System.Text.Json;
using MassTransit;

namespace Trawl.Contracts.Channels;

/// <summary>
/// Answer to <see cref="GetChannelHistory"/>, read in one database snapshot: <see cref="Snapshot"/> is the state right
/// after event <see cref="Seq"/>.
/// </summary>
[MessageUrn("channel-history:v1")]
[EntityName("contracts.channel-history")]
public sealed record ChannelHistory
{
    /// <summary>The channel asked for.</summary>
    public required string Channel { get; init; }

    /// <summary>False when there is no such channel: an unknown or deleted job. The rest is then empty.</summary>
    public required bool Found { get; init; }

    /// <summary>The user who may subscribe; null for <c>system</c>, which all may.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The channel's last <c>seq</c>; 0 when nothing was logged yet.</summary>
    public required long Seq { get; init; }

    /// <summary>False when <see cref="GetChannelHistory.After"/> is not a position this log can serve (beyond its end, or cut away).</summary>
    public required bool Recovered { get; init; }

    /// <summary>For <c>job:</c> the job as in <c>GET /api/jobs/{id}</c>; for others null.</summary>
    public JsonElement? Snapshot { get; init; }

    /// <summary>Whether the channel has said its last event: a subscriber that has all of them may be let go.</summary>
    public required bool Ended { get; init; }

    /// <summary>Log events after the asked position, in order, without a gap, at most as many as asked for.</summary>
    public required IReadOnlyList<ChannelEvent> Events { get; init; }
}
