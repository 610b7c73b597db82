using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Dispatch.Crawl;

/// <summary>Takes pages off the frontier and puts them on the broker: the lease is committed before anything is said.</summary>
internal sealed class CrawlLeasing(JobTransactions transactions, BatchPublisher publisher, IOptions<JobsOptions> options, TimeProvider time)
{
    private readonly HostTurns _turns = new();

    /// <summary>How many batches went out.</summary>
    public async Task<int> RunAsync(TrawlDbContext db, DispatchState state, int slots, CancellationToken cancellationToken)
    {
        var plan = new CrawlPlan(options.Value, _turns, time.GetUtcNow());
        var leases = plan.Make(state.Jobs, SlotsOf(state, plan, slots));
        if (leases.Count == 0)
            return 0;
        var batches = await LeaseAsync(db, leases, cancellationToken);
        await publisher.PublishAsync(batches.ConvertAll(b => new OutgoingBatch(b.BatchId, b)), cancellationToken);
        return batches.Count;
    }

    private static CrawlSlots SlotsOf(DispatchState state, CrawlPlan plan, int slots)
    {
        var (taken, slow) = (0, 0);
        foreach (var lease in state.OpenCrawls)
        {
            taken += lease.Concurrency;
            slow += plan.IsSlow(state.MsPerPage.TryGetValue(lease.Host!, out var ms) ? ms : null) ? lease.Concurrency : 0;
        }

        return new CrawlSlots(slots, taken, slow);
    }

    private async Task<List<CrawlBatch>> LeaseAsync(TrawlDbContext db, List<PlannedLease> plan, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var jobs = await transaction.LockAsync(plan.Select(p => p.Job.Job.Id), cancellationToken);
        var batches = new List<CrawlBatch>(plan.Count);
        foreach (var (planned, pages) in await LeasedPages.TakeAsync(transaction, Allowed(plan, jobs), jobs, cancellationToken))
        {
            if (pages.Count == 0)
                continue;
            var job = jobs[planned.Job.Job.Id];
            // Sitemaps are in no count; SitemapsOpen has them, leased or not.
            var counted = pages.Count(p => p.Kind == PageKind.Page);
            job.Pending -= counted;
            job.Processing += counted;
            transaction.Touch(job);
            var batch = BatchOf(planned, job, pages);
            batches.Add(batch);
            db.Leases.Add(LeaseOf(batch, transaction.Now));
        }

        if (batches.Count > 0)
            await transaction.CommitAsync(cancellationToken);
        return batches;
    }

    /// <summary>What still holds now that the jobs are locked.</summary>
    private static List<PlannedLease> Allowed(List<PlannedLease> plan, Dictionary<Guid, Job> jobs)
    {
        var quota = jobs.Values.Where(j => j.Status == JobStatus.Running).ToDictionary(j => j.Id, j => CrawlOptionsOf.Read(j).MaxPages - j.Completed - j.Processing);
        var allowed = new List<PlannedLease>(plan.Count);
        foreach (var planned in plan)
        {
            var id = planned.Job.Job.Id;
            if (!quota.TryGetValue(id, out var left))
                continue;
            if (left > 0 && planned.WithPages)
            {
                var size = Math.Min(planned.Size, left);
                quota[id] -= size;
                allowed.Add(planned with { Size = size });
            }
            else if (jobs[id].SitemapsOpen > 0)
            {
                allowed.Add(planned with { WithPages = false });
            }
        }

        return allowed;
    }

    private Lease LeaseOf(CrawlBatch batch, DateTimeOffset now) => new()
    {
        Id = batch.BatchId, Kind = LeaseKind.Crawl, JobId = batch.JobId, Host = batch.Host, Size = batch.Pages.Count, Concurrency = batch.Concurrency,
        // A batch that is delivered again waits its delay before it begins.
        DelayMs = batch.DelayMs, CreatedAt = now, ExpiresAt = now + options.Value.LeaseDuration + TimeSpan.FromMilliseconds(batch.DelayMs),
    };

    private static CrawlBatch BatchOf(PlannedLease planned, Job job, List<PageToCrawl> pages)
    {
        var options = planned.Job.Options;
        return new CrawlBatch
        {
            BatchId = planned.Id, JobId = job.Id, UserId = job.UserId, Host = planned.Host.Name, Pages = pages,
            Scope = new CrawlScope
            {
                Kind = options.Scope, Roots = [.. options.Urls, .. job.MovedTo], Include = options.Include, Exclude = options.Exclude, MaxDepth = options.MaxDepth,
            },
            Concurrency = Math.Min(planned.Concurrency, pages.Count), DelayMs = planned.DelayMs, RespectRobots = options.RespectRobots,
        };
    }
}
