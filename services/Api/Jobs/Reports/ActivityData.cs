using System.Text.Json;
using System.Text.Json.Nodes;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Json;
using static Trawl.Api.Jobs.Reports.ActivityField;

namespace Trawl.Api.Jobs.Reports;

/// <summary>The data of reported events. Of Trawl's own types every field is known, and all are written, as its own workers do.</summary>
internal static class ActivityData
{
    /// <summary>An event is stored nowhere and may be dropped, so it is no place for payloads.</summary>
    public const int MaxBytes = 16_384;
    private const int MaxItem = 2048;

    private static readonly Dictionary<string, ActivityField[]> Known = new(StringComparer.Ordinal)
    {
        [EventTypes.ProcessingProgress] = [Name("taskName", true), Count("completed", true), Count("total", true), Percent("progressPercent"), Name("worker")],
        [EventTypes.BatchComplete] = [Name("taskName", true), Count("completed", true), Count("total", true), Count("batchSize", true), Name("worker")],
        [EventTypes.TaskCompleted] = [Name("taskName", true), Count("completed", true), Count("failed"), Duration("durationMs"), Name("worker")],
        [EventTypes.WorkerItemCompleted] = [Name("workerName", true), Text("item", MaxItem, true), Flag("ok", true), Duration("durationMs"), Count("queueSize")],
        [EventTypes.Cursor] = [Name("userId", true), Any("target", true), Any("position")],
        // Passed through: their fields are between the program and its watchers.
        [EventTypes.SyncProgress] = [],
        [EventTypes.PreviewStatus] = [],
        [EventTypes.GenerationProgress] = [],
    };

    public static (string Type, JsonElement Data) Check(JsonBody body, Faults faults)
    {
        var report = body.As<EventReport>(faults);
        var isKnown = Known.TryGetValue(report.Type, out var fields);
        if (!isKnown)
            faults.Add(body.PathOf("type"), $"Must be one of {string.Join(", ", Known.Keys)}.");
        if (report.Data.ValueKind != JsonValueKind.Object)
            faults.Add(body.PathOf("data"), "Must be an object.");
        else if (!ReportRules.Json(body.PathOf("data"), report.Data, MaxBytes, faults))
            return (report.Type, default);
        else if (isKnown && fields!.Length > 0)
            return (report.Type, Read(body.Nested("data", report.Data), fields, faults));
        return (report.Type, report.Data);
    }

    private static ActivityField Name(string name, bool needed = false) => Text(name, ReportRules.MaxName, needed);

    private static JsonElement Read(JsonBody data, ActivityField[] fields, Faults faults)
    {
        foreach (var field in data.Root.EnumerateObject())
            if (!Array.Exists(fields, known => known.Name == field.Name))
                faults.Add(data.PathOf(field.Name), "There is no such field.");
        var read = new JsonObject();
        foreach (var field in fields)
        {
            var isGiven = data.Root.TryGetProperty(field.Name, out var value) && value.ValueKind != JsonValueKind.Null;
            if ((isGiven ? field.Fault(value) : field.IsNeeded ? "Is needed." : null) is { } fault)
                faults.Add(data.PathOf(field.Name), fault);
            read[field.Name] = isGiven ? JsonSerializer.SerializeToNode(value, TrawlJson.Options) : null;
        }

        if (!faults.Any && read.TryGetPropertyValue("progressPercent", out var percent) && percent is null)
            read["progressPercent"] = PercentOf((int)read["completed"]!, (int)read["total"]!);
        return JsonSerializer.SerializeToElement(read, TrawlJson.Options);
    }

    private static double PercentOf(int completed, int total) => total == 0 ? 0 : Math.Min(100, Math.Round(completed * 100.0 / total, 1));
}
