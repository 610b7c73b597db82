using System.Text.Json;

namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>The fields of each packet's argument.</summary>
internal static class EventFields
{
    private static readonly string[] Prompts = ["total", "completed", "processing", "pending", "failed"];

    public static void Progress(Utf8JsonWriter json, EventFacts facts)
    {
        Session(json, facts);
        json.WriteString("status", JobStatusWords.Of(facts.Text("status")));
        Number(json, "progress", facts.Get("progress"));
        json.WriteString("message", facts.Text("message"));
        WritePrompts(json, facts.Get("counts"));
        var count = facts.Get("clarificationCount") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;
        json.WriteBoolean("hasClarifications", count > 0);
        json.WriteNumber("clarificationCount", count);
        var result = facts.Get("result");
        // Of a completed job this may come before the event with the result.
        json.WriteBoolean("hasResult", result.ValueKind == JsonValueKind.Object || facts.Text("status") == "completed");
        if (result.ValueKind == JsonValueKind.Object)
            Value(json, "result", result);
        End(json, facts);
    }

    public static void JobProgress(Utf8JsonWriter json, EventFacts facts)
    {
        json.WriteString("jobId", facts.JobId);
        json.WriteString("status", JobStatusWords.Of(facts.Text("status")));
        Number(json, "progress", facts.Get("progress"));
        json.WriteString("message", facts.Text("message"));
        End(json, facts);
    }

    public static void LastProgress(Utf8JsonWriter json, (EventFacts Facts, string Status, string Type) end)
    {
        var (facts, status, type) = end;
        Session(json, facts);
        json.WriteString("status", status);
        if (type == "completed")
            json.WriteNumber("progress", 100);
        else
            Number(json, "progress", facts.Get("progress"));
        json.WriteString("message", type == "completed" ? CompletedText(facts) : ErrorText(facts, type));
        var result = facts.Get("result");
        WritePrompts(json, facts.Get("counts") is { ValueKind: JsonValueKind.Object } counts ? counts : default, result);
        json.WriteBoolean("hasClarifications", false);
        json.WriteNumber("clarificationCount", 0);
        json.WriteBoolean("hasResult", result.ValueKind == JsonValueKind.Object);
        if (result.ValueKind == JsonValueKind.Object)
            Value(json, "result", result);
        End(json, facts);
    }

    public static void Completed(Utf8JsonWriter json, (EventFacts Facts, string Status, string Type) end)
    {
        json.WriteString("sessionId", end.Facts.JobId);
        JobCompleted(json, end);
    }

    public static void JobCompleted(Utf8JsonWriter json, (EventFacts Facts, string Status, string Type) end)
    {
        json.WriteString("jobId", end.Facts.JobId);
        json.WriteString("status", end.Status);
        Value(json, "result", end.Facts.Get("result"));
        End(json, end.Facts);
    }

    public static void Error(Utf8JsonWriter json, (EventFacts Facts, string Status, string Type) end)
    {
        json.WriteString("sessionId", end.Facts.JobId);
        JobFailed(json, end);
    }

    public static void JobFailed(Utf8JsonWriter json, (EventFacts Facts, string Status, string Type) end)
    {
        json.WriteString("jobId", end.Facts.JobId);
        json.WriteString("status", end.Status);
        json.WriteString("error", ErrorText(end.Facts, end.Type));
        json.WriteString("code", EventFacts.Text(end.Facts.Get("error"), "code") ?? end.Type);
        End(json, end.Facts);
    }

    public static void QueuePosition(Utf8JsonWriter json, EventFacts facts)
    {
        Session(json, facts);
        Value(json, "position", facts.Get("position"));
        Value(json, "total", facts.Get("total"));
        Value(json, "estimatedWaitTime", facts.Get("estimatedWaitSeconds"));
        End(json, facts);
    }

    public static void ModelResult(Utf8JsonWriter json, EventFacts facts)
    {
        Session(json, facts);
        Value(json, "modelName", facts.Get("model"));
        Value(json, "provider", facts.Get("provider"));
        Value(json, "duration", facts.Get("durationMs"));
        Value(json, "result", facts.Get("result"));
        Value(json, "status", facts.Get("status"));
        if (facts.Get("error") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } error)
            json.WriteString("error", error.ValueKind == JsonValueKind.String ? error.GetString() : EventFacts.Text(error, "message") ?? error.GetRawText());
        End(json, facts);
    }

    public static void Clarification(Utf8JsonWriter json, EventFacts facts)
    {
        Session(json, facts);
        Value(json, "clarificationId", facts.Get("clarificationId") is { ValueKind: JsonValueKind.String } id ? id : facts.Get("id"));
        Value(json, "question", facts.Get("question"));
        Value(json, "status", facts.Get("status"));
        if (facts.Get("options") is { ValueKind: JsonValueKind.Array } options)
            Value(json, "options", options);
        End(json, facts);
    }

    public static void Notification(Utf8JsonWriter json, EventFacts facts)
    {
        Value(json, "type", facts.Get("level"));
        Value(json, "title", facts.Get("title"));
        Value(json, "message", facts.Get("message"));
        End(json, facts);
    }

    /// <summary>All of an event's own fields; those that every packet has are added where the event does not have them itself.</summary>
    public static void All(Utf8JsonWriter json, EventFacts facts)
    {
        if (facts.JobId is not null)
        {
            if (facts.Get("sessionId").ValueKind == JsonValueKind.Undefined)
                json.WriteString("sessionId", facts.JobId);
            if (facts.Get("jobId").ValueKind == JsonValueKind.Undefined)
                json.WriteString("jobId", facts.JobId);
        }

        if (facts.Data.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in facts.Data.EnumerateObject())
            {
                if (facts.Seq == 0 || !(property.NameEquals("seq") || property.NameEquals("channel")))
                    property.WriteTo(json);
            }
        }

        if (facts.Get("timestamp").ValueKind == JsonValueKind.Undefined)
            json.WriteString("timestamp", facts.Timestamp);
        Position(json, facts);
    }

    private static void Session(Utf8JsonWriter json, in EventFacts facts)
    {
        json.WriteString("sessionId", facts.JobId);
        json.WriteString("jobId", facts.JobId);
    }

    private static void End(Utf8JsonWriter json, in EventFacts facts)
    {
        json.WriteString("timestamp", facts.Timestamp);
        Position(json, facts);
    }

    // Where a client can go on after this: a log event's place, and in which numbering.
    private static void Position(Utf8JsonWriter json, in EventFacts facts)
    {
        if (facts.Seq == 0)
            return;
        json.WriteNumber("seq", facts.Seq);
        json.WriteString("channel", facts.Channel);
    }

    private static string ErrorText(in EventFacts facts, string type) =>
        facts.Get("error") is { ValueKind: JsonValueKind.String } text ? text.GetString()!
        : EventFacts.Text(facts.Get("error"), "message") ?? JobStatusWords.ErrorOf(type);

    private static string CompletedText(in EventFacts facts) =>
        EventFacts.Get(facts.Get("result"), "documents") is { ValueKind: JsonValueKind.Number } documents ? $"{documents} documents are searchable." : "Completed.";

    private static void Value(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(name);
        if (value.ValueKind == JsonValueKind.Undefined)
            json.WriteNullValue();
        else
            value.WriteTo(json);
    }

    private static void Number(Utf8JsonWriter json, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            Value(json, name, value);
        else
            json.WriteNumber(name, 0);
    }

    // Of a result without counts: what it says itself. When a job is over, nothing is pending.
    private static void WritePrompts(Utf8JsonWriter json, JsonElement counts, JsonElement result = default)
    {
        json.WriteStartObject("prompts");
        if (counts.ValueKind != JsonValueKind.Object && result.ValueKind == JsonValueKind.Object)
        {
            var (completed, failed) = (EventFacts.Count(result, "documents"), EventFacts.Count(result, "failed"));
            json.WriteNumber("total", completed + failed + EventFacts.Count(result, "skipped"));
            json.WriteNumber("completed", completed);
            json.WriteNumber("processing", 0);
            json.WriteNumber("pending", 0);
            json.WriteNumber("failed", failed);
        }
        else
        {
            foreach (var name in Prompts)
                json.WriteNumber(name, EventFacts.Count(counts, name));
        }

        json.WriteEndObject();
    }
}
