using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Transports.SocketIo.Packets;

namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>How a job stands, told to who has just subscribed.</summary>
internal static class SnapshotPackets
{
    /// <param name="packets">What the packets are added to.</param>
    /// <param name="job">The snapshot.</param>
    /// <param name="timestamp">Now.</param>
    /// <param name="log">Also what the log has said: the questions, the models' results, the end. Not when that is going to be replayed, or has been.</param>
    public static void Write(PacketWriter packets, JsonElement job, string timestamp, bool log)
    {
        var jobId = EventFacts.Text(job, "id");
        var status = EventFacts.Text(job, "status");
        var facts = new EventFacts("", jobId, 0, timestamp, WithWords(job, status));
        packets.Event("progress", facts, EventFields.Progress).Event("job:progress", facts, EventFields.JobProgress);
        if (EventFacts.Get(job, "queue") is { ValueKind: JsonValueKind.Object } queue)
            packets.Event("queue:position", facts with { Data = queue }, EventFields.QueuePosition);
        if (!log)
            return;

        foreach (var clarification in Items(job, "clarifications"))
        {
            if (EventFacts.Text(clarification, "status") == "pending")
                packets.Event("clarification", facts with { Data = clarification }, EventFields.Clarification);
        }

        var isCustom = EventFacts.Text(job, "type") == "custom";
        foreach (var model in Items(job, "models"))
        {
            if (EventFacts.Text(model, "status") is "processing" or "completed" or "failed")
                packets.Event("model_result", facts with { Data = WithResult(model, isCustom) }, EventFields.ModelResult);
        }

        if (IsOver(status))
            EventTable.WriteEnd(packets, (facts, JobStatusWords.Of(status), status));
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement job, string name) =>
        EventFacts.Get(job, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;

    // What a progress event says and a job does not: how many questions are open, and a sentence.
    private static JsonElement WithWords(JsonElement job, string? status)
    {
        var fields = job.EnumerateObject().ToDictionary(field => field.Name, field => (object)field.Value);
        fields["clarificationCount"] = SnapshotStates.PendingClarifications(job);
        fields["message"] = Message(job, status);
        return JsonSerializer.SerializeToElement(fields);
    }

    private static string Message(JsonElement job, string? status)
    {
        if (status == "queued")
            return "Waiting for its turn.";
        if (status == "completed")
            return "Completed.";
        if (IsOver(status))
            return EventFacts.Text(EventFacts.Get(job, "error"), "message") ?? JobStatusWords.ErrorOf(status);
        var counts = EventFacts.Get(job, "counts");
        var done = EventFacts.Count(counts, "completed") + EventFacts.Count(counts, "failed") + EventFacts.Count(counts, "skipped");
        return $"{done} of {EventFacts.Count(counts, "total")} done.";
    }

    // The last statuses are called as the events that bring them.
    private static bool IsOver([NotNullWhen(true)] string? status) => status is not null && EventTypes.Terminal.Contains(status);

    // The job has the count of the chunks where the event has a sentence. Of what another program's models said it has nothing, and no
    // count either: the log has, for who asks with `after`.
    private static JsonElement WithResult(JsonElement model, bool isCustom)
    {
        var fields = model.EnumerateObject().ToDictionary(field => field.Name, field => (object)field.Value);
        if (!isCustom && !fields.ContainsKey("result"))
            fields["result"] = EventFacts.Get(model, "chunks") is { ValueKind: JsonValueKind.Number } chunks ? $"{chunks} chunks" : "";
        return JsonSerializer.SerializeToElement(fields);
    }
}
