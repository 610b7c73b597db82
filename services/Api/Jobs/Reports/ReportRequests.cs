using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Reports;

/// <summary>How far the work is. What is absent stays as it was.</summary>
public sealed record ProgressReport
{
    [Description("Percent. Never falls, and is 100 only with complete; without it, it follows from the counts."), Range(0, 100)]
    public double? Progress { get; init; }

    [Range(0, ReportRules.MaxCount)]
    public int? Completed { get; init; }

    [Range(0, ReportRules.MaxCount)]
    public int? Total { get; init; }

    [Range(0, ReportRules.MaxCount)]
    public int? Failed { get; init; }

    [Description("Only moves forward; complete comes with the end.")]
    public JobStage? Stage { get; init; }

    [MaxLength(ReportRules.MaxMessage)]
    public string? Message { get; init; }
}

/// <summary>Running commentary, passed on to whoever watches and stored nowhere.</summary>
public sealed record EventReport
{
    [Description("An activity type, or sync:progress, preview:status, generation:progress.")]
    public string Type { get; init; } = "";

    [Description("Of an activity type its fields; of the other three whatever their watchers understand.")]
    public JsonElement Data { get; init; }
}

/// <summary>What one model did; it replaces what was said of that model before.</summary>
public sealed record ModelResultReport
{
    [MaxLength(ReportRules.MaxName)]
    public string Model { get; init; } = "";

    [MaxLength(ReportRules.MaxName)]
    public string Provider { get; init; } = "";

    [Description("processing, completed or failed.")]
    public string Status { get; init; } = "";

    [Range(0, long.MaxValue)]
    public long? DurationMs { get; init; }

    [MaxLength(ReportRules.MaxResultText)]
    public string? Result { get; init; }

    [MaxLength(ReportRules.MaxErrorText)]
    public string? Error { get; init; }
}

/// <summary>A question to the job's user. Until it is answered, or its time is up, the job is shown as waiting.</summary>
public sealed record ClarificationReport
{
    [MaxLength(ReportRules.MaxErrorText)]
    public string Question { get; init; } = "";

    [Description("What may be answered; anything may when there are none."), MaxLength(ReportRules.MaxOptions)]
    public IReadOnlyList<string> Options { get; init; } = [];

    [Description("What holds when nobody answers in time."), MaxLength(ReportRules.MaxErrorText)]
    public string? Default { get; init; }

    [Description("How long it waits for an answer. Without it as long as the operator says."), Range(1, ReportRules.MaxExpirySeconds)]
    public int? ExpiresInSeconds { get; init; }
}

/// <summary>The work is done.</summary>
public sealed record CompleteReport
{
    [Description("Whatever it came to; at most 64 KiB.")]
    public JsonElement? Result { get; init; }
}

/// <summary>The work is given up.</summary>
public sealed record FailReport
{
    public FailReportError? Error { get; init; }
}

/// <summary>Why: the code for programs, the message for people.</summary>
public sealed record FailReportError
{
    [MaxLength(ReportRules.MaxName)]
    public string Code { get; init; } = "";

    [MaxLength(ReportRules.MaxErrorText)]
    public string Message { get; init; } = "";

    [MaxLength(ReportRules.MaxErrorText)]
    public string? Detail { get; init; }
}
