using Trawl.Api.Database;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Jobs.Lifecycle.Beginning;

/// <summary>
/// Begins an ended crawl again, as the same job: what was stored stays, what failed or was not got to is done, and the channel's
/// numbering goes on.
/// </summary>
internal sealed class JobRetry(QueueTurns turns)
{
    public async Task<CommandResult> RunAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        if (!JobTransitions.Allows(job.Status, JobMove.Retry))
            return CommandResult.WrongStatus;
        if (job.Type == JobType.Custom || job.SourceId is null)
            return CommandResult.NotRetryable;
        var options = CrawlOptionsOf.Read(job);
        if (await ReopenAsync(transaction, job, options, cancellationToken) == 0)
            return CommandResult.NothingToRetry;
        Begin(transaction, job, options);
        await job.RecountAsync(transaction.Db, cancellationToken);
        transaction.Log(job, EventTypes.Queued, await turns.TakeAsync(transaction, job, cancellationToken));
        transaction.WakeDispatcher();
        return CommandResult.Accepted;
    }

    /// <summary>How many pages and documents there is to do. Sitemaps that could not be read are looked for again, but are no reason to.</summary>
    private static async Task<int> ReopenAsync(JobTransaction transaction, Job job, CrawlOptions options, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        // Of a crawl that stored nothing, the submitted pages are asked again whatever was the matter with them.
        batch.Add(
            """
            with again as materialized (
              select id, kind, status from pages
              where job_id = $1 and (status = 3 or (status = 4 and (reason in ('job_ended', 'expired') or ($2 and kind = 0 and depth = 0))))),
            reopened as (
              update pages p set status = 0, lease_id = null, not_before = null, attempts = 0, reason = null, message = null, http_status = null,
                duration_ms = null, bytes = null, finished_at = null
              from again where p.id = again.id)
            select count(*) filter (where kind = 0 or status = 4)::int from again
            """, job.Id, job.Status == JobStatus.Failed);
        // Documents of this job without vectors of all its models: they were dropped with it, or could not be embedded.
        batch.Add(
            """
            with again as (
              insert into embed_tasks (job_id, document_id, content_hash, attempts)
              select distinct $1, d.id, d.content_hash, 0 from pages p join documents d on d.id = p.document_id
              where p.job_id = $1 and p.kind = 0 and p.status = 2 and (d.embedded_hash is distinct from d.content_hash or not d.embedded_models @> $2)
              on conflict do nothing returning 1)
            select count(*)::int from again
            """, job.Id, options.Models.ToArray());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var pages = reader.GetInt32(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return pages + reader.GetInt32(0);
    }

    private static void Begin(JobTransaction transaction, Job job, CrawlOptions options)
    {
        transaction.Move(job, JobMove.Retry);
        job.Retries++;
        job.ExpiresAt = options.TtlMinutes is { } minutes ? transaction.Now.AddMinutes(minutes) : null;
        (job.StartedAt, job.FinishedAt, job.CancelRequestedAt) = (null, null, null);
        (job.LastMovedAt, job.StalledReason, job.RatePerSecond) = (null, null, null);
        (job.Stage, job.Progress, job.TotalIsEstimate) = (JobStage.Validating, 0, options.Scope != ScopeKind.List);
        (job.Result, job.Error) = (null, null);
        job.Models = JobModels.Write(Array.ConvertAll(JobModels.Read(job), model => model with { Status = "pending", Error = null }));
    }
}
