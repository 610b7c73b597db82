using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Leases;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Batches;

/// <summary>
/// The batch is over, and what was not fetched may be leased again. Results of its pages come on another queue and may still
/// be under way: the lease stays for them, and where some failed it holds the host until it is known of what.
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
        var givenBack = job is not null && !job.Status.IsTerminal() && message.NotFetched.Count > 0
            ? await GiveBackAsync(transaction, job, message, cancellationToken)
            : 0;
        await using (var batch = db.CreateBatch())
        {
            HostRows.Measure(batch, message);
            HostRows.Unreachable(batch, message, transaction.Now);
            LeaseRows.Over(batch, message, givenBack, transaction.Now, options.Value.LeaseDuration);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        if (job is not null)
            await JobEnd.SettleAsync(transaction, job, cancellationToken);
        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>How many rows.</summary>
    private static async Task<int> GiveBackAsync(JobTransaction transaction, Job job, CrawlBatchCompleted message, CancellationToken cancellationToken)
    {
        var ending = job.Status == JobStatus.Cancelling;
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            with back as (
              update pages set status = $3, reason = nullif($4, ''), lease_id = null where id = any($2) and lease_id = $1 and status = 1 returning kind)
            select count(*) filter (where kind = 0)::int, count(*) filter (where kind = 1)::int from back
            """,
            message.BatchId, message.NotFetched.ToArray(), (int)(ending ? PageStatus.Skipped : PageStatus.Pending), ending ? "job_ended" : "");
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (pages, sitemaps) = (reader.GetInt32(0), reader.GetInt32(1));
        job.Processing -= pages;
        _ = ending ? job.Skipped += pages : job.Pending += pages;
        job.SitemapsOpen -= ending ? sitemaps : 0;
        transaction.Touch(job);
        return pages + sitemaps;
    }
}
