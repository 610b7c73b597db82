namespace Trawl.Api.Database;

/// <summary>Stored by number: never renumber.</summary>
public enum JobStatus
{
    Queued = 0,
    Running = 1,
    Waiting = 2,
    Paused = 3,
    Cancelling = 4,
    Completed = 10,
    Failed = 11,
    Cancelled = 12,
    Expired = 13,
}

public static class JobStatusExtensions
{
    /// <summary>No event follows, no count moves.</summary>
    public static bool IsTerminal(this JobStatus status) => status >= JobStatus.Completed;
}
