using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Jobs.Leases;

/// <summary>Takes leases back: their rows are pending again, or have failed when they were tried often enough.</summary>
internal sealed class LeaseReturn(IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, IOptions<JobsOptions> options)
{
    public async Task ReturnAsync(IReadOnlyCollection<Guid> leaseIds, LeaseReturnKind kind, CancellationToken cancellationToken)
    {
        if (leaseIds.Count == 0)
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var asked = leaseIds.ToArray();
        var owners = await db.Leases.Where(l => asked.Contains(l.Id)).Select(l => l.JobId).Distinct().ToListAsync(cancellationToken);
        var jobs = await transaction.LockAsync(owners, cancellationToken);
        // Looked at again under the lock: a result may have come in between and moved the end of the lease.
        var leases = await db.Leases.AsNoTracking().Where(l => asked.Contains(l.Id)).ToListAsync(cancellationToken);
        var ids = leases.Where(l => kind != LeaseReturnKind.Expired || l.ExpiresAt < transaction.Now).Select(l => l.Id).ToArray();
        if (ids.Length == 0)
            return;
        await PagesAsync(transaction, jobs, ids, kind, cancellationToken);
        await DocumentsAsync(transaction, jobs, ids, kind, cancellationToken);
        await using (var batch = db.CreateBatch())
        {
            LeaseRows.Remove(batch, ids, transaction.Now);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        // A lease may outlive its job by the last word of its crawler.
        foreach (var job in jobs.Values.Where(j => !j.Status.IsTerminal()))
        {
            transaction.Touch(job);
            await JobEnd.SettleAsync(transaction, job, cancellationToken);
        }

        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task PagesAsync(
        JobTransaction transaction, Dictionary<Guid, Job> jobs, Guid[] ids, LeaseReturnKind kind, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            with done as (
              update pages p set lease_id = null, attempts = p.attempts + $2,
                status = case when $3 or p.attempts + $2 > $4 then 3 when j.status = 4 then 4 else 0 end,
                reason = case when $3 or p.attempts + $2 > $4 then 'worker_fault' when j.status = 4 then 'job_ended' end,
                finished_at = case when $3 or p.attempts + $2 > $4 or j.status = 4 then $5::timestamptz end
              from jobs j where j.id = p.job_id and p.lease_id = any($1) and p.status = 1 returning p.job_id, p.status, p.kind)
            select job_id, status, kind, count(*)::int from done group by job_id, status, kind
            """,
            ids, kind == LeaseReturnKind.Expired ? 1 : 0, kind == LeaseReturnKind.Faulted, options.Value.MaxAttempts, transaction.Now);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (job, status, count) = (jobs[reader.GetGuid(0)], (PageStatus)reader.GetInt32(1), reader.GetInt32(3));
            if ((PageKind)reader.GetInt32(2) == PageKind.Sitemap)
            {
                job.SitemapsOpen -= status == PageStatus.Pending ? 0 : count;
                continue;
            }

            job.Processing -= count;
            job.Pending += status == PageStatus.Pending ? count : 0;
            job.Failed += status == PageStatus.Failed ? count : 0;
            job.Skipped += status == PageStatus.Skipped ? count : 0;
        }
    }

    private async Task DocumentsAsync(
        JobTransaction transaction, Dictionary<Guid, Job> jobs, Guid[] ids, LeaseReturnKind kind, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            with gone as (
              delete from embed_tasks t using jobs j where j.id = t.job_id and t.lease_id = any($1) and ($3 or t.attempts + $2 > $4 or j.status = 4) returning t.job_id)
            select job_id, count(*)::int from gone group by job_id
            """,
            ids, kind == LeaseReturnKind.Expired ? 1 : 0, kind == LeaseReturnKind.Faulted, options.Value.MaxAttempts);
        batch.Add("update embed_tasks set lease_id = null, attempts = attempts + $2 where lease_id = any($1)", ids, kind == LeaseReturnKind.Expired ? 1 : 0);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var job = jobs[reader.GetGuid(0)];
            job.EmbedPending -= reader.GetInt32(1);
            if (job.Status is JobStatus.Running or JobStatus.Waiting or JobStatus.Paused)
                JobModels.Fail(job, $"{reader.GetInt32(1)} documents could not be embedded.");
        }

        await reader.NextResultAsync(cancellationToken);
    }
}
