using System.Globalization;
using Microsoft.Extensions.Primitives;
using Trawl.Notifier.Channels;

namespace Trawl.Notifier.Transports.ServerSentEvents;

/// <summary>
/// What a stream is asked for: channels, and where in each to begin. A client that comes back says so by
/// <c>Last-Event-ID</c>, which wins over <c>after</c>: the address stays the same, the position moves. Browsers say it by
/// themselves, and for good: one that is none of ours is a position that no log has, not a fault that nobody could mend.
/// </summary>
internal sealed record EventStreamRequest(IReadOnlyList<string> Channels, long?[] Positions, bool Resumes)
{
    /// <summary>Reads a request; null, and what is wrong with it, when it is none.</summary>
    public static EventStreamRequest? Read(HttpRequest request, out string fault)
    {
        var channels = request.Query["channel"].Select(name => ChannelName.Normalise(name) ?? name ?? "").ToArray();
        var lastEventId = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : request.Query["lastEventId"].ToString();
        var positions = lastEventId.Length > 0 ? Split(lastEventId, channels.Length) ?? Nowhere(channels.Length) : After(request.Query["after"], channels.Length);
        fault = channels.Length == 0 ? "'channel' is missing: job:…, user:… or system, once for each."
            : channels.Distinct(StringComparer.Ordinal).Count() < channels.Length ? "A 'channel' is named twice."
            : positions is not null ? ""
            : "'after' is a position: a whole number, 0 or above, one for each channel in their order.";
        return fault.Length > 0 ? null : new EventStreamRequest(channels, positions!, lastEventId.Length > 0);
    }

    /// <summary>The positions as an event's id: one number, or several with commas between; nothing where there is none.</summary>
    public static string Id(IEnumerable<long?> positions) => string.Join(',', positions.Select(position => position?.ToString(CultureInfo.InvariantCulture)));

    private static long?[]? Split(string id, int channels)
    {
        var parts = id.Split(',');
        return parts.Length == channels ? Parse(parts) : null;
    }

    private static long?[] Nowhere(int channels) => [.. Enumerable.Repeat<long?>(long.MaxValue, channels)];

    private static long?[]? After(StringValues after, int channels) =>
        after.Count > channels ? null : Parse([.. after, .. Enumerable.Repeat("", channels - after.Count)]);

    private static long?[]? Parse(string?[] parts)
    {
        var positions = new long?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(parts[i]))
                continue;
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
                return null;
            positions[i] = position;
        }

        return positions;
    }
}
