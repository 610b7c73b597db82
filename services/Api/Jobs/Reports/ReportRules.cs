using System.Text;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Jobs.Reports;

/// <summary>What reports must keep to.</summary>
internal static class ReportRules
{
    public const int MaxReports = 1000;
    public const int MaxCount = CustomRules.MaxTotal;
    public const int MaxName = 200;
    public const int MaxMessage = 1000;
    public const int MaxErrorText = 4000;
    public const int MaxResultText = 65_536;
    public const int MaxOptions = 20;
    public const int MaxExpirySeconds = 30 * 24 * 3600;

    /// <summary>It becomes an event, which every watcher gets in one frame.</summary>
    public const int MaxResultBytes = 65_536;

    public static ProgressReport Progress(JsonBody body, Faults faults)
    {
        var report = body.As<ProgressReport>(faults);
        if (report.Progress is { } progress && progress is not (>= 0 and <= 100))
            faults.Add(body.PathOf("progress"), "Must be from 0 to 100.");
        Count(body, "completed", report.Completed, faults);
        Count(body, "total", report.Total, faults);
        Count(body, "failed", report.Failed, faults);
        if (report.Stage == JobStage.Complete)
            faults.Add(body.PathOf("stage"), "The last stage comes with the end: report it to complete.");
        if (report.Message is not null)
            SubmitRules.Text(body.PathOf("message"), report.Message, MaxMessage, faults);
        return report;
    }

    public static ModelResultReport ModelResult(JsonBody body, Faults faults)
    {
        var report = body.As<ModelResultReport>(faults);
        SubmitRules.Text(body.PathOf("model"), report.Model, MaxName, faults);
        if (report.Provider.Length > 0)
            SubmitRules.Text(body.PathOf("provider"), report.Provider, MaxName, faults);
        if (report.Status is not ("processing" or "completed" or "failed"))
            faults.Add(body.PathOf("status"), "Must be one of processing, completed, failed.");
        if (report.DurationMs < 0)
            faults.Add(body.PathOf("durationMs"), "Must be 0 or more.");
        LongText(body.PathOf("result"), report.Result, MaxResultText, faults);
        LongText(body.PathOf("error"), report.Error, MaxErrorText, faults);
        return report;
    }

    public static ClarificationReport Clarification(JsonBody body, Faults faults)
    {
        var report = body.As<ClarificationReport>(faults);
        LongText(body.PathOf("question"), report.Question, MaxErrorText, faults, needed: true);
        SubmitRules.Texts(body.PathOf("options"), report.Options, MaxOptions, MaxName, faults);
        if (report.Options.Distinct(StringComparer.Ordinal).Count() != report.Options.Count)
            faults.Add(body.PathOf("options"), "Name each once.");
        LongText(body.PathOf("default"), report.Default, MaxErrorText, faults);
        if (report.Default is { } value && report.Options.Count > 0 && !report.Options.Contains(value))
            faults.Add(body.PathOf("default"), "Must be one of the options.");
        if (report.ExpiresInSeconds is { } seconds)
            SubmitRules.Range(body.PathOf("expiresInSeconds"), seconds, 1, MaxExpirySeconds, faults);
        return report;
    }

    public static JsonElement? Complete(JsonBody body, Faults faults)
    {
        var result = body.As<CompleteReport>(faults).Result;
        if (result is { } value)
            Json(body.PathOf("result"), value, MaxResultBytes, faults);
        return result;
    }

    public static JobError Fail(JsonBody body, Faults faults)
    {
        var given = body.Root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object;
        foreach (var field in body.Root.EnumerateObject().Where(field => field.Name != "error"))
            faults.Add(body.PathOf(field.Name), "There is no such field.");
        if (!given)
        {
            faults.Add(body.PathOf("error"), "Must be an object with code and message.");
            return new JobError("", "", null);
        }

        var nested = body.Nested("error", error);
        var report = nested.As<FailReportError>(faults);
        SubmitRules.Text(nested.PathOf("code"), report.Code, MaxName, faults);
        LongText(nested.PathOf("message"), report.Message, MaxErrorText, faults, needed: true);
        LongText(nested.PathOf("detail"), report.Detail, MaxErrorText, faults);
        return new JobError(report.Code, report.Message, report.Detail);
    }

    public static void Count(JsonBody body, string field, int? value, Faults faults)
    {
        if (value is { } count)
            SubmitRules.Range(body.PathOf(field), count, 0, MaxCount, faults);
    }

    /// <summary>Text with lines. The database takes no U+0000.</summary>
    public static void LongText(string field, string? value, int length, Faults faults, bool needed = false)
    {
        if (needed && string.IsNullOrWhiteSpace(value))
            faults.Add(field, "Must not be empty.");
        else if (value?.Length > length)
            faults.Add(field, $"At most {length} characters.");
        else if (value?.Contains('\0', StringComparison.Ordinal) == true)
            faults.Add(field, "Must not hold U+0000.");
    }

    /// <summary>JSON of somebody else's making: bounded, and such that every reader of it can read it.</summary>
    /// <returns>Whether it is.</returns>
    public static bool Json(string field, JsonElement value, int bytes, Faults faults)
    {
        var fault = Encoding.UTF8.GetByteCount(value.GetRawText()) > bytes ? $"At most {bytes} bytes of JSON."
            : !IsText(value) ? "Must not hold U+0000, or what is not valid Unicode."
            : null;
        if (fault is not null)
            faults.Add(field, fault);
        return fault is null;
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => !value.GetString()!.Contains('\0', StringComparison.Ordinal),
                JsonValueKind.Array => value.EnumerateArray().All(IsText),
                JsonValueKind.Object => value.EnumerateObject().All(field => !field.Name.Contains('\0', StringComparison.Ordinal) && IsText(field.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate.
            return false;
        }
    }
}
