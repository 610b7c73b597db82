using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>What users may do to jobs. Each change is one transaction, the caller's when it has begun one. None of it needs the broker.</summary>
public sealed partial class JobLifecycle
{
    private readonly JobTransactions _transactions;
    private readonly NewJobWriter _writer;
    private readonly JobRetry _retry;
    private readonly QueueTurns _turns;

    internal JobLifecycle(JobTransactions transactions, NewJobWriter writer, JobRetry retry, QueueTurns turns) =>
        (_transactions, _writer, _retry, _turns) = (transactions, writer, retry, turns);

    /// <summary>Accepts a job: its source, its row, its first pages and its <c>queued</c> event.</summary>
    public async Task<Job> SubmitAsync(TrawlDbContext db, NewJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(job);
        await using var transaction = await _transactions.BeginAsync(db, cancellationToken);
        var row = await _writer.WriteAsync(transaction, job, cancellationToken);
        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
        return row;
    }

    /// <summary>
    /// Accepts a refresh: the source's last crawl again, in which each stored document is asked whether it has changed. Null when
    /// the source was never crawled, or is gone.
    /// </summary>
    public async Task<Job?> RefreshAsync(
        TrawlDbContext db, Source source, JobPriority priority, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(source);
        await using var transaction = await _transactions.BeginAsync(db, cancellationToken);
        if (await SourceRows.LastOptionsAsync(db, source.Id, cancellationToken) is not { } options)
            return null;
        var row = await _writer.WriteAsync(transaction, new NewJob(source.UserId, priority, tags, options, source.Id), cancellationToken);
        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
        return row;
    }

    /// <summary>Accepts a custom job: its row and its <c>started</c> event. The token is nowhere else.</summary>
    public async Task<(Job Job, string ReportToken)> SubmitAsync(TrawlDbContext db, NewCustomJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(job);
        await using var transaction = await _transactions.BeginAsync(db, cancellationToken);
        var (row, token) = NewCustomJobWriter.Write(transaction, job);
        await transaction.CommitAsync(cancellationToken);
        return (row, token.Text);
    }

    /// <summary>Ends a queued job at once; asks a running one to end and returns.</summary>
    public Task<CommandOutcome> CancelAsync(TrawlDbContext db, Guid jobId, CancellationToken cancellationToken) =>
        CommandAsync(db, jobId, async (transaction, job) =>
        {
            if (job.Status.IsTerminal())
                return CommandResult.WrongStatus;
            await CancelAsync(transaction, job, cancellationToken);
            return CommandResult.Accepted;
        }, cancellationToken);

    /// <summary>Deletes a source with its documents; its active jobs are cancelled, the rows of its jobs stay. False when there is none.</summary>
    public async Task<bool> DeleteSourceAsync(TrawlDbContext db, Guid sourceId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        while (true)
        {
            await using var transaction = await _transactions.BeginAsync(db, cancellationToken);
            var before = await JobsOfAsync(db, sourceId, cancellationToken);
            var jobs = await transaction.LockAsync(before, cancellationToken);
            var owner = await db.Sources.FromSql($"select * from sources where id = {sourceId} for update").AsNoTracking()
                .Select(source => source.UserId).FirstOrDefaultAsync(cancellationToken);
            if (owner is null)
                return false;
            // Jobs are locked before sources: one that was submitted in between is not among the locked, so begin again.
            if ((await JobsOfAsync(db, sourceId, cancellationToken)).Except(before).Any())
                continue;
            foreach (var job in jobs.Values)
            {
                job.SourceId = null;
                if (job.Status.IsTerminal())
                {
                    // Nothing more is told on its channel; its owner hears that the source is gone.
                    job.Version++;
                    continue;
                }

                await CancelAsync(transaction, job, cancellationToken);
                transaction.Touch(job);
            }

            await db.SaveChangesAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"delete from sources where id = {sourceId}", cancellationToken);
            transaction.Log(ChannelNames.User(owner), EventTypes.Deleted, new DeletedData(sourceId));
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
    }

    private static async Task CancelAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (job.Status == JobStatus.Cancelling)
            return;
        // A queued job goes straight to the end: no worker has it. Unless it was begun again and workers of before have not let go.
        var isHeld = job.Status != JobStatus.Queued || await job.HasLeasesAsync(transaction.Db, cancellationToken);
        await JobEnd.PrepareAsync(transaction, job, cancellationToken);
        job.CancelRequestedAt = transaction.Now;
        transaction.Move(job, JobMove.Cancel);
        if (isHeld)
            transaction.Log(job, EventTypes.Cancelling, new { });
        if (job.Type == JobType.Custom)
        {
            CustomJobEnd.Cancel(transaction, job);
            return;
        }

        await JobEnd.DropWaitingAsync(transaction, job, cancellationToken);
        await JobEnd.CancelIfIdleAsync(transaction, job, cancellationToken);
        transaction.WakeDispatcher();
    }

    private static Task<Guid[]> JobsOfAsync(TrawlDbContext db, Guid sourceId, CancellationToken cancellationToken) =>
        db.Jobs.Where(j => j.SourceId == sourceId).OrderBy(j => j.Id).Select(j => j.Id).ToArrayAsync(cancellationToken);
}
