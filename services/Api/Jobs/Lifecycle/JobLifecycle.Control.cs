using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Jobs.Lifecycle;

public sealed partial class JobLifecycle
{
    /// <summary>Nothing of a paused job is handed out; what workers have of it they finish, and it counts.</summary>
    public Task<CommandOutcome> PauseAsync(TrawlDbContext db, Guid jobId, CancellationToken cancellationToken) =>
        CommandAsync(db, jobId, (transaction, job) => Task.FromResult(Pause(transaction, job)), cancellationToken);

    /// <summary>A paused job runs again, or waits if it has asked something.</summary>
    public Task<CommandOutcome> ResumeAsync(TrawlDbContext db, Guid jobId, CancellationToken cancellationToken) =>
        CommandAsync(db, jobId, (transaction, job) => Task.FromResult(Resume(transaction, job)), cancellationToken);

    /// <summary>Queues an ended crawl again, with what failed in it or was not got to.</summary>
    public Task<CommandOutcome> RetryAsync(TrawlDbContext db, Guid jobId, CancellationToken cancellationToken) =>
        CommandAsync(db, jobId, (transaction, job) => _retry.RunAsync(transaction, job, cancellationToken), cancellationToken);

    /// <summary>Among whom a queued job waits; of a running one, what is handed out next.</summary>
    public Task<CommandOutcome> PrioritiseAsync(TrawlDbContext db, Guid jobId, JobPriority priority, CancellationToken cancellationToken) =>
        CommandAsync(db, jobId, (transaction, job) => PrioritiseAsync(transaction, job, priority, cancellationToken), cancellationToken);

    /// <summary>Forgets an ended job, its pages and its channel. Its documents belong to the source and stay.</summary>
    public Task<CommandOutcome> DeleteAsync(TrawlDbContext db, Guid jobId, CancellationToken cancellationToken) =>
        CommandAsync(db, jobId, (transaction, job) => JobDeletion.RunAsync(transaction, job, cancellationToken), cancellationToken);

    private async Task<CommandOutcome> CommandAsync(
        TrawlDbContext db, Guid jobId, Func<JobTransaction, Job, Task<CommandResult>> command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        await using var transaction = await _transactions.BeginAsync(db, cancellationToken);
        if ((await transaction.LockAsync([jobId], cancellationToken)).GetValueOrDefault(jobId) is not { } job)
            return new CommandOutcome(CommandResult.NotFound, null);
        var result = await command(transaction, job);
        if (result == CommandResult.Accepted)
            await transaction.CommitAsync(cancellationToken);
        return new CommandOutcome(result, job);
    }

    private static CommandResult Pause(JobTransaction transaction, Job job)
    {
        if (job.Status == JobStatus.Paused)
            return CommandResult.Accepted;
        if (!JobTransitions.Allows(job.Status, JobMove.Pause))
            return CommandResult.WrongStatus;
        transaction.Move(job, JobMove.Pause);
        transaction.Log(job, EventTypes.Paused, new { });
        // Its place may go to another.
        transaction.WakeDispatcher();
        return CommandResult.Accepted;
    }

    private static CommandResult Resume(JobTransaction transaction, Job job)
    {
        if (!JobTransitions.Allows(job.Status, JobMove.Resume))
            return CommandResult.WrongStatus;
        transaction.Move(job, JobMove.Resume);
        transaction.Log(job, EventTypes.Resumed, new { });
        JobWaiting.Awake(transaction, job);
        if (job.OpenQuestions > 0)
            JobWaiting.Wait(transaction, job);
        return CommandResult.Accepted;
    }

    private async Task<CommandResult> PrioritiseAsync(JobTransaction transaction, Job job, JobPriority priority, CancellationToken cancellationToken)
    {
        if (job.Status is not (JobStatus.Queued or JobStatus.Running))
            return CommandResult.WrongStatus;
        if (job.Priority == priority)
            return CommandResult.Accepted;
        job.Priority = priority;
        transaction.Touch(job);
        if (job.Status == JobStatus.Queued)
            await _turns.MoveAsync(transaction, [job], priority, cancellationToken);
        transaction.WakeDispatcher();
        return CommandResult.Accepted;
    }
}
