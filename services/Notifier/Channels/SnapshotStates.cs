using System.Text.Json;
using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Channels;

/// <summary>The state events that a job's snapshot stands for, told when those on the backplane may have been missed.</summary>
internal static class SnapshotStates
{
    private static readonly string[] ProgressFields = ["progress", "status", "stage", "message", "counts", "ratePerSecond", "etaSeconds"];

    public static IEnumerable<EventFrame> Of(string channel, JsonElement job, DateTimeOffset now)
    {
        if (!job.TryGetProperty("id", out var id) || !id.TryGetGuid(out var jobId) || !job.TryGetProperty("version", out var version)
            || !version.TryGetInt64(out var number))
            yield break;
        yield return Frame(EventTypes.Progress, JsonSerializer.SerializeToElement(Progress(job)));
        if (job.TryGetProperty("queue", out var queue) && queue.ValueKind == JsonValueKind.Object)
            yield return Frame(EventTypes.QueuePosition, queue);

        EventFrame Frame(string type, JsonElement data) =>
            EventFrame.From(new ChannelEvent { Type = type, Channel = channel, JobId = jobId, Version = number, Timestamp = now, Data = data });
    }

    /// <summary>How many of a job's questions wait for an answer.</summary>
    public static int PendingClarifications(JsonElement job) =>
        job.TryGetProperty("clarifications", out var all) && all.ValueKind == JsonValueKind.Array
            ? all.EnumerateArray().Count(one => one.TryGetProperty("status", out var status) && status.ValueEquals("pending"))
            : 0;

    private static Dictionary<string, object?> Progress(JsonElement job)
    {
        var data = ProgressFields.ToDictionary(field => field, field => job.TryGetProperty(field, out var value) ? value : (object?)null);
        var pending = PendingClarifications(job);
        data["hasClarifications"] = pending > 0;
        data["clarificationCount"] = pending;
        return data;
    }
}
