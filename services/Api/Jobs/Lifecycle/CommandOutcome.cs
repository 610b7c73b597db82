using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>What became of a user's command.</summary>
/// <param name="Result">Whether it was taken.</param>
/// <param name="Job">The job as it is now; null when there is none.</param>
public sealed record CommandOutcome(CommandResult Result, Job? Job);

public enum CommandResult
{
    /// <summary>Done, or it was so before. Asking twice is no fault.</summary>
    Accepted,

    NotFound,

    /// <summary>The job's status forbids it.</summary>
    WrongStatus,

    /// <summary>A retry of a job of which nothing failed.</summary>
    NothingToRetry,

    /// <summary>A retry of a job that cannot begin again: what it did was not our work, or its source is gone.</summary>
    NotRetryable,
}
