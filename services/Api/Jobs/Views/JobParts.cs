using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Views;

/// <summary>The <c>counts</c> of a job and of its progress events.</summary>
public sealed record JobCounts(
    int Total, bool TotalIsEstimate, int Completed, int Processing, int Pending, int Failed, int Skipped, int Unchanged, int Documents, int Chunks, int Embedded);

/// <summary>What one model did for a job: an entry of <see cref="Database.Job.Models"/>.</summary>
/// <param name="Status"><c>pending</c>, <c>processing</c>, <c>completed</c> or <c>failed</c>.</param>
public sealed record JobModel(string Model, string Provider, string Status, long DurationMs, int Chunks, string? Error);

/// <summary>Why a job failed: <see cref="Database.Job.Error"/>.</summary>
public sealed record JobError(string Code, string Message, string? Detail);

/// <summary>A question that a job has asked.</summary>
/// <param name="Options">What may be answered; empty when anything may.</param>
/// <param name="Status"><c>pending</c>, <c>answered</c> or <c>expired</c>.</param>
/// <param name="Answer">The one that holds; of an expired question its default, if it has one.</param>
public sealed record JobClarification(
    Guid Id, string Question, IReadOnlyList<string> Options, ClarificationStatus Status, DateTime? ExpiresAt, string? Answer)
{
    internal static JobClarification Of(Clarification row) => new(row.Id, row.Question, row.Options, row.Status, row.ExpiresAt.UtcDateTime, row.Answer);
}
