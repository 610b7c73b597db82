using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>A job that waits for an answer holds no worker. One that is paused stays paused: it waits when it is resumed.</summary>
internal static class JobWaiting
{
    /// <summary>It has asked.</summary>
    public static void Wait(JobTransaction transaction, Job job)
    {
        if (job.Status == JobStatus.Running)
            transaction.Move(job, JobMove.Ask);
    }

    /// <summary>A question was closed: with the last one it goes on.</summary>
    public static void GoOn(JobTransaction transaction, Job job)
    {
        if (job.Status != JobStatus.Waiting || job.OpenQuestions > 0)
            return;
        transaction.Move(job, JobMove.GoOn);
        Awake(transaction, job);
    }

    /// <summary>It stood still because somebody wanted it to: that is no stall, and there may be work to hand out.</summary>
    public static void Awake(JobTransaction transaction, Job job)
    {
        JobProgress.Moved(job, 0, transaction.Now);
        transaction.WakeDispatcher();
    }
}
