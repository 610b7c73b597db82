using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;

namespace Trawl.Notifier.History;

/// <summary>How a channel stood at one moment, and a page of its log: <see cref="ChannelHistory"/> with the events framed.</summary>
internal sealed record HistoryPage(
    bool Found, string? OwnerId, long Seq, bool Recovered, bool Ended, JsonElement? Snapshot, IReadOnlyList<EventFrame> Events)
{
    /// <summary>The version of the job in <see cref="Snapshot"/>; 0 without one.</summary>
    public long SnapshotVersion { get; } =
        Snapshot is { ValueKind: JsonValueKind.Object } job && job.TryGetProperty("version", out var version) && version.TryGetInt64(out var number) ? number : 0;

    public static HistoryPage From(ChannelHistory history) => new(
        history.Found, history.OwnerId, history.Seq, history.Recovered, history.Ended,
        history.Snapshot is { ValueKind: JsonValueKind.Object } ? history.Snapshot : null,
        [.. history.Events.Select(EventFrame.From)]);
}
