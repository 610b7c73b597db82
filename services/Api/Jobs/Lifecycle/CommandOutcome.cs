using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>What became of a cancel.</summary>
/// <param name="Result">Whether it was taken.</param>
/// <param name="Job">The job as it is now; null when there is none.</param>
public sealed record CancelOutcome(CancelResult Result, Job? Job);

public enum CancelResult
{
    NotFound,

    /// <summary>It had ended before.</summary>
    Ended,

    /// <summary>It is cancelled, or will be when its workers have let go. Asking twice is no fault.</summary>
    Accepted,
}
