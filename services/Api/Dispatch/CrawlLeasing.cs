using MassTransit;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Dispatch;

/// <summary>Takes pages off the frontier and puts them on the broker: the lease is committed before anything is said.</summary>
internal sealed class CrawlLeasing(JobTransactions transactions, BatchPublisher publisher, IOptions<JobsOptions> options, TimeProvider time)
{
    /// <summary>How many batches went out.</summary>
    public async Task<int> RunAsync(TrawlDbContext db, DispatchState state, int slots, CancellationToken cancellationToken)
    {
        var plan = new CrawlPlan(options.Value, time.GetUtcNow()).Make(state.Jobs, slots - state.CrawlInFlight);
        if (plan.Count == 0)
            return 0;
        var batches = await LeaseAsync(db, plan, cancellationToken);
        await publisher.PublishAsync(batches.ConvertAll(b => new OutgoingBatch(b.BatchId, b)), cancellationToken);
        return batches.Count;
    }

    private async Task<List<CrawlBatch>> LeaseAsync(TrawlDbContext db, List<PlannedLease> plan, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var jobs = await transaction.LockAsync(plan.Select(p => p.Job.Job.Id), cancellationToken);
        var leased = new List<(PlannedLease Plan, List<PageToCrawl> Pages)>();
        foreach (var (planned, pages) in await TakeAsync(transaction, Allowed(plan, jobs), cancellationToken))
        {
            if (pages.Count == 0)
                continue;
            var job = jobs[planned.Job.Job.Id];
            job.Pending -= pages.Count;
            job.Processing += pages.Count;
            transaction.Touch(job);
            leased.Add((planned, pages));
        }

        if (leased.Count == 0)
            return [];
        foreach (var (planned, pages) in leased)
            db.Leases.Add(new Lease
            {
                Id = planned.Id, Kind = LeaseKind.Crawl, JobId = planned.Job.Job.Id, Host = planned.Host.Name, Size = pages.Count,
                Concurrency = planned.Concurrency, DelayMs = planned.DelayMs, CreatedAt = transaction.Now, ExpiresAt = transaction.Now + options.Value.LeaseDuration,
            });
        await transaction.CommitAsync(cancellationToken);
        return leased.ConvertAll(l => BatchOf(l.Plan, l.Pages));
    }

    /// <summary>What still holds now that the jobs are locked.</summary>
    private static List<PlannedLease> Allowed(List<PlannedLease> plan, Dictionary<Guid, Job> jobs)
    {
        var quota = jobs.Values.Where(j => j.Status == JobStatus.Running).ToDictionary(j => j.Id, j => CrawlOptionsOf.Read(j).MaxPages - j.Completed - j.Processing);
        var allowed = new List<PlannedLease>(plan.Count);
        foreach (var planned in plan)
        {
            var id = planned.Job.Job.Id;
            var size = Math.Min(planned.Size, quota.GetValueOrDefault(id));
            if (size <= 0)
                continue;
            quota[id] -= size;
            allowed.Add(size == planned.Size ? planned : planned with { Size = size });
        }

        return allowed;
    }

    private static async Task<List<(PlannedLease, List<PageToCrawl>)>> TakeAsync(
        JobTransaction transaction, List<PlannedLease> plan, CancellationToken cancellationToken)
    {
        var taken = new List<(PlannedLease, List<PageToCrawl>)>(plan.Count);
        if (plan.Count == 0)
            return taken;
        await using var batch = transaction.Db.CreateBatch();
        foreach (var planned in plan)
            // Breadth first. The sub-select is materialised: joined, it would be run again for each row.
            batch.Add(
                """
                with next as materialized (
                  select id from pages where job_id = $2 and host = $3 and status = 0 and (not_before is null or not_before <= $5)
                  order by depth, id limit $4 for update)
                update pages p set status = 1, lease_id = $1 from next where p.id = next.id returning p.id, p.url, p.depth
                """,
                planned.Id, planned.Job.Job.Id, planned.Host.Name, planned.Size, transaction.Now);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var planned in plan)
        {
            var pages = new List<PageToCrawl>(planned.Size);
            while (await reader.ReadAsync(cancellationToken))
                pages.Add(new PageToCrawl { PageId = reader.GetInt64(0), Url = reader.GetString(1), Depth = reader.GetInt32(2) });
            pages.Sort((a, b) => a.PageId.CompareTo(b.PageId));
            taken.Add((planned, pages));
            await reader.NextResultAsync(cancellationToken);
        }

        return taken;
    }

    private static CrawlBatch BatchOf(PlannedLease planned, List<PageToCrawl> pages)
    {
        var options = planned.Job.Options;
        return new CrawlBatch
        {
            BatchId = planned.Id, JobId = planned.Job.Job.Id, UserId = planned.Job.Job.UserId, Host = planned.Host.Name, Pages = pages,
            Scope = new CrawlScope
            {
                Kind = options.Scope, Roots = options.Urls, Include = options.Include, Exclude = options.Exclude, MaxDepth = options.MaxDepth,
            },
            Concurrency = planned.Concurrency, DelayMs = planned.DelayMs, RespectRobots = options.RespectRobots,
        };
    }
}
