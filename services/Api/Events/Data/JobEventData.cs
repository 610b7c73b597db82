using System.Text.Json;
using System.Text.Json.Serialization;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Events.Data;

/// <summary>The type says it all.</summary>
internal sealed record NoData;

/// <param name="Reason"><c>no_crawler</c>, <c>no_embedder</c>, <c>host_unreachable</c> …</param>
internal sealed record StalledData(string Reason, string NextStep);

internal sealed record StageData(JobStage Stage, string Message);

/// <param name="Status"><c>processing</c>, <c>completed</c> or <c>failed</c>.</param>
/// <param name="Result">What it said; of a crawl's model a sentence.</param>
internal sealed record ModelResultData(string Model, string Provider, string Status, long? DurationMs, string? Result, string? Error);

/// <param name="Answer">The one that holds; of an expired question its default, if it has one.</param>
internal sealed record ClarificationData(
    Guid ClarificationId, string Question, IReadOnlyList<string> Options, ClarificationStatus Status, string? Answer, DateTime ExpiresAt);

/// <param name="Result">Of a crawl <c>documents</c>, <c>chunks</c>, <c>failed</c>, <c>skipped</c>, <c>unchanged</c>, <c>durationMs</c>, <c>models</c>; of a custom job what its program reported.</param>
internal sealed record CompletedData(JsonElement? Result, double Progress, JobCounts Counts);

internal sealed record FailedData(JobError Error, double Progress, JobCounts Counts);

/// <param name="DurationMs">Since it was asked for.</param>
/// <param name="Kept">Documents.</param>
internal sealed record CancelledData(long DurationMs, int Kept, double Progress, JobCounts Counts);

/// <param name="SourceId">The source that was deleted. Not there when it was a job: that is the event's <c>jobId</c>.</param>
internal sealed record DeletedData([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? SourceId = null);

internal sealed record ExpiredData(double Progress, JobCounts Counts);
