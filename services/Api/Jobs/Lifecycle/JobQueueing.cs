using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>Gives a job that was there before a new turn among those that wait.</summary>
internal static class JobQueueing
{
    /// <summary>It begins to wait.</summary>
    public static void Enter(JobTransaction transaction, Job job)
    {
        job.QueuedAt = transaction.Now;
        EnterLane(transaction, job);
    }

    /// <summary>It waits among others than before.</summary>
    public static void EnterLane(JobTransaction transaction, Job job)
    {
        job.Lane = job.Priority;
        job.LaneSince = transaction.Now;
    }
}
