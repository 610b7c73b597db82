using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Jobs.Views;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>
/// How jobs end: whoever may have done the last thing asks here, in the transaction in which it was done. The counters say
/// whether it is worth looking; the rows say whether it is so.
/// </summary>
internal static class JobEnd
{
    /// <summary>Completes a running job with nothing left to do, or moves it on to where it is; ends a cancelling one that no worker holds.</summary>
    public static async Task SettleAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (job.Status == JobStatus.Cancelling)
        {
            await CancelIfIdleAsync(transaction, job, cancellationToken);
            return;
        }

        if (job.Status != JobStatus.Running || job.Processing > 0)
            return;
        if (job.Pending + job.SitemapsOpen > 0 && CrawlOptionsOf.Read(job) is var options && job.Completed >= options.MaxPages)
        {
            if (CrawlQuestions.AskBeforeTruncating(transaction, job, options))
                return;
            await SkipPendingAsync(transaction, job, "max_pages", cancellationToken);
        }

        if (job.Pending > 0 || job.SitemapsOpen > 0)
            return;
        // Once when the pages are done, and once more at the very end; not after each of the embedder's answers in between.
        if ((job.Stage < JobStage.Embedding || job.EmbedPending == 0) && await FrontierEnd.ReopenAsync(transaction, job, cancellationToken))
            return;
        job.TotalIsEstimate = false;
        if (job.EmbedPending > 0)
        {
            transaction.Advance(job, JobStage.Embedding, "All pages are here; embedding the rest.");
            return;
        }

        await FinishAsync(transaction, job, cancellationToken);
    }

    /// <summary>
    /// Whatever ends a job, and asking it to end, begins here: what has to be said before the event after which nothing follows.
    /// </summary>
    public static Task PrepareAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken) =>
        Questions.DropAsync(transaction, job, cancellationToken);

    private static async Task FinishAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        await job.RecountAsync(transaction.Db, cancellationToken);
        transaction.Touch(job);
        if (job.Pending > 0 || job.Processing > 0 || job.SitemapsOpen > 0 || job.EmbedPending > 0)
            return;
        await PrepareAsync(transaction, job, cancellationToken);
        var losses = await GoneDocuments.RemoveAsync(transaction, job, cancellationToken);
        if (job.Documents == 0)
            await FailAsync(transaction, job, cancellationToken);
        else
            await CompleteAsync(transaction, job, losses, cancellationToken);
    }

    /// <summary>What no worker has begun is not wanted any more.</summary>
    public static async Task DropWaitingAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        await SkipPendingAsync(transaction, job, "job_ended", cancellationToken);
        await using var batch = transaction.Db.CreateBatch();
        batch.Add("delete from embed_tasks where job_id = $1 and lease_id is null", job.Id);
        job.EmbedPending -= await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task CancelIfIdleAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (await job.HasLeasesAsync(transaction.Db, cancellationToken))
            return;
        await DropWaitingAsync(transaction, job, cancellationToken);
        await job.RecountAsync(transaction.Db, cancellationToken);
        End(transaction, job, JobMove.LetGo);
        var asked = job.CancelRequestedAt ?? transaction.Now;
        transaction.Log(job, EventTypes.Cancelled, new { durationMs = (long)(transaction.Now - asked).TotalMilliseconds, kept = job.Documents });
    }

    private static async Task SkipPendingAsync(JobTransaction transaction, Job job, string reason, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            with skipped as (update pages set status = 4, reason = $2, finished_at = $3 where job_id = $1 and status = 0 returning kind)
            select count(*) filter (where kind = 0)::int, count(*) filter (where kind = 1)::int from skipped
            """, job.Id, reason, transaction.Now);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        job.Pending -= reader.GetInt32(0);
        job.Skipped += reader.GetInt32(0);
        job.SitemapsOpen -= reader.GetInt32(1);
        transaction.Touch(job);
    }

    private static async Task CompleteAsync(JobTransaction transaction, Job job, string? losses, CancellationToken cancellationToken)
    {
        transaction.Advance(job, JobStage.Finalizing, losses ?? "Counting what was stored.");
        var models = JobModels.Settled(job);
        foreach (var model in models)
            LogModel(transaction, job, model);
        End(transaction, job, JobMove.Complete);
        transaction.Advance(job, JobStage.Complete, "Done.");
        var result = new
        {
            documents = job.Documents, chunks = job.Chunks, failed = job.Failed, skipped = job.Skipped, unchanged = job.Unchanged,
            changed = job.Changed, added = job.Added, gone = job.Gone,
            durationMs = (long)(transaction.Now - (job.StartedAt ?? job.CreatedAt)).TotalMilliseconds, models, message = losses,
        };
        job.Result = JsonSerializer.SerializeToDocument(result, TrawlJson.Options);
        if (job.SourceId is { } source)
        {
            await using var batch = transaction.Db.CreateBatch();
            batch.Add("update sources set last_crawled_at = $2 where id = $1", source, transaction.Now);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        transaction.Log(job, EventTypes.Completed, new { result });
    }

    private static async Task FailAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        var (code, message, url) = await job.FirstFailureAsync(transaction.Db, cancellationToken);
        var error = new JobError(code, $"Nothing could be stored. {message}".TrimEnd(), url);
        job.Error = JsonSerializer.SerializeToDocument(error, TrawlJson.Options);
        End(transaction, job, JobMove.Fail);
        transaction.Log(job, EventTypes.Failed, new { error });
    }

    private static void LogModel(JobTransaction transaction, Job job, JobModel model) =>
        transaction.Log(job, EventTypes.ModelResult, new ModelResultData(
            model.Model, model.Provider, model.Status, model.DurationMs, $"{model.Chunks} chunks", model.Error));

    private static void End(JobTransaction transaction, Job job, JobMove move)
    {
        transaction.End(job, move);
        transaction.WakeDispatcher();
    }
}
