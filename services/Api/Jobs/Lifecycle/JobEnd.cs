using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Lifecycle;

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
        if (job.Pending > 0 && job.Completed >= CrawlOptionsOf.Read(job).MaxPages)
            await SkipPendingAsync(transaction, job, "max_pages", cancellationToken);
        if (job.Pending > 0)
            return;
        job.TotalIsEstimate = false;
        if (job.EmbedPending > 0)
        {
            transaction.Advance(job, JobStage.Embedding, "All pages are here; embedding the rest.");
            return;
        }

        await job.RecountAsync(transaction.Db, cancellationToken);
        transaction.Touch(job);
        if (job.Pending > 0 || job.Processing > 0 || job.EmbedPending > 0)
            return;
        if (job.Documents == 0)
            await FailAsync(transaction, job, cancellationToken);
        else
            await CompleteAsync(transaction, job, cancellationToken);
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
        End(transaction, job, JobStatus.Cancelled);
        var asked = job.CancelRequestedAt ?? transaction.Now;
        transaction.Log(job, EventTypes.Cancelled, new { durationMs = (long)(transaction.Now - asked).TotalMilliseconds, kept = job.Documents });
    }

    private static async Task SkipPendingAsync(JobTransaction transaction, Job job, string reason, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            "update pages set status = 4, reason = $2, finished_at = $3 where job_id = $1 and status = 0", job.Id, reason, transaction.Now);
        var skipped = await batch.ExecuteNonQueryAsync(cancellationToken);
        job.Pending -= skipped;
        job.Skipped += skipped;
        transaction.Touch(job);
    }

    private static async Task CompleteAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        transaction.Advance(job, JobStage.Finalizing, "Counting what was stored.");
        var models = JobModels.Settled(job);
        foreach (var model in models)
            LogModel(transaction, job, model);
        End(transaction, job, JobStatus.Completed);
        transaction.Advance(job, JobStage.Complete, "Done.");
        var result = new
        {
            documents = job.Documents, chunks = job.Chunks, failed = job.Failed, skipped = job.Skipped, unchanged = job.Unchanged,
            durationMs = (long)(transaction.Now - (job.StartedAt ?? job.CreatedAt)).TotalMilliseconds, models,
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
        End(transaction, job, JobStatus.Failed);
        transaction.Log(job, EventTypes.Failed, new { error });
    }

    private static void LogModel(JobTransaction transaction, Job job, JobModel model) =>
        transaction.Log(job, EventTypes.ModelResult, new
        {
            model = model.Model, provider = model.Provider, status = model.Status, durationMs = model.DurationMs,
            result = $"{model.Chunks} chunks", error = model.Error,
        });

    private static void End(JobTransaction transaction, Job job, JobStatus status)
    {
        transaction.End(job, status);
        transaction.WakeDispatcher();
    }
}
