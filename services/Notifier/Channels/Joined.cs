using System.Text.Json;

namespace Trawl.Notifier.Channels;

/// <summary>
/// The answer to a subscription. <c>Seq</c> is the log's position at that moment: without <c>after</c> the events behind it
/// follow; with it those from <c>after</c> on come first. <c>Recovered</c> is false when the log could not serve
/// <c>after</c>: the subscriber then begins at <c>Seq</c>, with the snapshot. <c>Ended</c>: nothing comes after <c>Seq</c>.
/// </summary>
internal sealed record Joined(string Channel, long Seq, bool Recovered, JsonElement? Snapshot, bool Ended = false);
