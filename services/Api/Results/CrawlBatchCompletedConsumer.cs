using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Leases;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results;

/// <summary>
/// The batch's host is free again, and what was not fetched may be leased again. Results of its pages come on another queue
/// and may still be under way: the lease stays for them.
/// </summary>
internal sealed class CrawlBatchCompletedConsumer(
    IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, DatabaseReady ready, IOptions<JobsOptions> options)
    : IConsumer<CrawlBatchCompleted>
{
    public async Task Consume(ConsumeContext<CrawlBatchCompleted> context)
    {
        await ready.WaitAsync(context.CancellationToken);
        await ApplyAsync(context.Message, context.CancellationToken);
    }

    public async Task ApplyAsync(CrawlBatchCompleted message, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var job = (await transaction.LockAsync([message.JobId], cancellationToken)).GetValueOrDefault(message.JobId);
        if (job is not null && !job.Status.IsTerminal() && message.NotFetched.Count > 0)
            await GiveBackAsync(transaction, job, message, cancellationToken);

        await using (var batch = db.CreateBatch())
        {
            HostRows.Measure(batch, message);
            batch.Add(
                """
                with own as (select id, host, delay_ms from leases where id = $1 and host is not null),
                  over as (update leases l set host = null, published = true, expires_at = $2 from own where l.id = own.id)
                insert into hosts (name, not_before) select host, $3::timestamptz + delay_ms * interval '1 millisecond' from own where delay_ms > 0
                on conflict (name) do update set not_before = greatest(hosts.not_before, excluded.not_before)
                """,
                message.BatchId, transaction.Now + options.Value.LeaseDuration, transaction.Now);
            LeaseRows.RemoveEmpty(batch, [message.BatchId], transaction.Now);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        if (job is not null)
            await JobEnd.SettleAsync(transaction, job, cancellationToken);
        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task GiveBackAsync(JobTransaction transaction, Job job, CrawlBatchCompleted message, CancellationToken cancellationToken)
    {
        var ending = job.Status == JobStatus.Cancelling;
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            with back as (
              update pages set status = $3, reason = nullif($4, ''), lease_id = null where id = any($2) and lease_id = $1 and status = 1 returning kind)
            select count(*)::int, count(*) filter (where kind = 0)::int from back
            """,
            message.BatchId, message.NotFetched.ToArray(), (int)(ending ? PageStatus.Skipped : PageStatus.Pending), ending ? "job_ended" : "");
        var (back, pages) = (0, 0);
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (back, pages) = (reader.GetInt32(0), reader.GetInt32(1));
        }

        await using var lease = transaction.Db.CreateBatch();
        lease.Add("update leases set size = size - $2 where id = $1", message.BatchId, back);
        await lease.ExecuteNonQueryAsync(cancellationToken);
        job.Processing -= pages;
        _ = ending ? job.Skipped += pages : job.Pending += pages;
        job.SitemapsOpen -= ending ? back - pages : 0;
        transaction.Touch(job);
    }
}
