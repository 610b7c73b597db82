using MassTransit;

namespace Trawl.Contracts.Jobs;

/// <summary>
/// To every worker: work on this job is no longer wanted. Batches under way end early with what they have; batches that
/// come later are answered at once with nothing fetched. Sent by the Api when a job is cancelled or ends.
/// </summary>
[MessageUrn("stop-job:v1")]
[EntityName("contracts.stop-job")]
public sealed record StopJob
{
    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }
}
