using System.Text.Json;
using System.Text.Json.Serialization;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Wizard;

/// <summary>A job in the shape of the <c>progress</c> that Socket.IO clients get, so that what they begin with and what follows are alike.</summary>
/// <param name="SessionId">The job's id, as everywhere under this name.</param>
/// <param name="Status"><c>ACTIVE</c>, <c>PROCESSING</c>, <c>COMPLETED</c>, <c>FAILED</c> or <c>EXPIRED</c>.</param>
/// <param name="Result">Absent while there is none.</param>
public sealed record WizardSession(
    Guid SessionId, Guid JobId, string Status, double Progress, string Message, WizardPrompts Prompts, bool HasClarifications, int ClarificationCount,
    bool HasResult, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Result, DateTime Timestamp)
{
    internal static WizardSession Of(Job job, DateTimeOffset now)
    {
        var state = ProgressData.Of(job);
        var result = job.Result?.RootElement is { ValueKind: JsonValueKind.Object } made ? made : (JsonElement?)null;
        return new WizardSession(
            job.Id, job.Id, StatusOf(job.Status), state.Progress, job.Error?.Deserialize<JobError>(TrawlJson.Options)?.Message ?? state.Message,
            new WizardPrompts(job.Total, job.Completed, job.Processing, job.Pending, job.Failed), state.HasClarifications, state.ClarificationCount,
            result is not null || job.Status == JobStatus.Completed, result, now.UtcDateTime);
    }

    private static string StatusOf(JobStatus status) => status switch
    {
        JobStatus.Running or JobStatus.Cancelling => "PROCESSING",
        JobStatus.Completed => "COMPLETED",
        JobStatus.Failed or JobStatus.Cancelled => "FAILED",
        JobStatus.Expired => "EXPIRED",
        _ => "ACTIVE",
    };
}

/// <summary>A job's counts under the name that they have there.</summary>
public sealed record WizardPrompts(int Total, int Completed, int Processing, int Pending, int Failed);
