using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Queue;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Views;

/// <summary>A job as every frontend sees it: in REST, and as the snapshot of its channel. Every key is always there.</summary>
public record JobView
{
    public required Guid Id { get; init; }
    public required JobType Type { get; init; }
    public required JobStatus Status { get; init; }
    public required JobStage Stage { get; init; }
    public required double Progress { get; init; }
    public required string UserId { get; init; }
    public required Guid? SourceId { get; init; }
    public required JobPriority Priority { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime? StartedAt { get; init; }
    public required DateTime? FinishedAt { get; init; }
    public required JobCounts Counts { get; init; }
    public required QueuePlace? Queue { get; init; }
    public required IReadOnlyList<SlowedBy> SlowedBy { get; init; }
    public required double? RatePerSecond { get; init; }
    public required int? EtaSeconds { get; init; }
    public required IReadOnlyList<JobModel> Models { get; init; }
    public required IReadOnlyList<JobClarification> Clarifications { get; init; }
    public required JsonElement? Result { get; init; }
    public required JobError? Error { get; init; }
    public required long Seq { get; init; }
    public required long Version { get; init; }
    public required JsonElement Options { get; init; }

    /// <summary>The rows of the database as JSON's shape.</summary>
    /// <param name="job">Read in one go: its counts, seq and status belong together.</param>
    /// <param name="queue">Its place; ignored unless the job is queued.</param>
    /// <param name="slowedBy">Hosts that make it wait; ignored unless the job is active.</param>
    /// <param name="clarifications">What it has asked, oldest first.</param>
    public static JobView From(Job job, QueuePlace? queue, IReadOnlyList<SlowedBy> slowedBy, IReadOnlyList<JobClarification> clarifications) => new()
    {
        Id = job.Id,
        Type = job.Type,
        Status = job.Status,
        Stage = job.Stage,
        // Cut, not rounded: 99.96 must not read 100 before it is.
        Progress = Math.Floor(job.Progress * 10) / 10,
        UserId = job.UserId,
        SourceId = job.SourceId,
        Priority = job.Priority,
        Tags = job.Tags,
        CreatedAt = job.CreatedAt.UtcDateTime,
        StartedAt = job.StartedAt?.UtcDateTime,
        FinishedAt = job.FinishedAt?.UtcDateTime,
        Counts = CountsOf(job),
        Queue = job.Status == JobStatus.Queued ? queue : null,
        SlowedBy = job.Status.IsTerminal() ? [] : slowedBy,
        RatePerSecond = RateOf(job),
        EtaSeconds = EtaOf(job),
        Models = job.Models.Deserialize<JobModel[]>(TrawlJson.Options) ?? [],
        Clarifications = clarifications,
        Result = job.Result?.RootElement,
        Error = job.Error?.Deserialize<JobError>(TrawlJson.Options),
        Seq = job.Seq,
        Version = job.Version,
        Options = job.Options.RootElement,
    };

    /// <summary>Also the <c>counts</c> of a progress event.</summary>
    public static JobCounts CountsOf(Job job) => new(
        job.Total, job.TotalIsEstimate, job.Completed, job.Processing, job.Pending, job.Failed, job.Skipped, job.Unchanged,
        job.Documents, job.Chunks, job.Embedded);

    /// <summary>Pages a second while it runs and there are pages to come, else null.</summary>
    public static double? RateOf(Job job) => HasRate(job) ? Math.Round(job.RatePerSecond!.Value, 2) : null;

    /// <summary>Seconds until the pages known now are done at the present rate; null while there is no rate.</summary>
    public static int? EtaOf(Job job)
    {
        if (!HasRate(job) || job.RatePerSecond is not { } rate || rate < 0.01)
            return null;
        var left = job.Pending + job.Processing;
        if (CrawlOptionsOf.MaxPages(job) is { } maxPages)
            left = Math.Clamp(maxPages - job.Completed, 0, left);
        return (int)Math.Min(int.MaxValue, Math.Ceiling(left / rate));
    }

    private static bool HasRate(Job job) => job is { Status: JobStatus.Running, Stage: < JobStage.Embedding, RatePerSecond: not null };
}
