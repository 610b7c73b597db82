using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Urls;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;
using Trawl.Contracts.Crawling;
using Trawl.ServiceDefaults.Json;
using Trawl.Web;

namespace Trawl.Api.Jobs.Lifecycle.Beginning;

/// <summary>The rows of a new job.</summary>
internal sealed class NewJobWriter(QueueTurns turns)
{
    public async Task<Job> WriteAsync(JobTransaction transaction, NewJob job, CancellationToken cancellationToken)
    {
        var db = transaction.Db;
        var urls = job.Options.Urls.Distinct(StringComparer.Ordinal).ToArray();
        var sitemaps = FirstSitemaps.Of(job.Options);
        var row = new Job
        {
            Id = Guid.CreateVersion7(transaction.Now),
            Type = job.RefreshOf is null ? JobType.Crawl : JobType.Refresh,
            Status = JobStatus.Queued,
            Stage = JobStage.Validating,
            UserId = job.UserId,
            SourceId = job.RefreshOf ?? await SourceRows.OfAsync(db, job, urls, transaction.Now, cancellationToken),
            Title = job.Options.Title,
            Priority = job.Priority,
            Tags = [.. job.Tags],
            Options = JsonSerializer.SerializeToDocument(job.Options, TrawlJson.Options),
            CreatedAt = transaction.Now,
            ExpiresAt = job.Options.TtlMinutes is { } minutes ? transaction.Now.AddMinutes(minutes) : null,
            Total = urls.Length,
            Pending = urls.Length,
            SitemapsOpen = sitemaps.Length,
            TotalIsEstimate = job.Options.Scope != ScopeKind.List,
            Models = JobModels.Initial(job.Options.Models),
        };
        db.Jobs.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await AddPagesAsync(db, row.Id, [.. urls, .. sitemaps], urls.Length, cancellationToken);

        // Late: whoever else submits for this user waits from here until the commit.
        transaction.Log(row, EventTypes.Queued, await turns.TakeAsync(transaction, row, cancellationToken));
        return row;
    }

    private static async Task AddPagesAsync(TrawlDbContext db, Guid jobId, string[] urls, int pages, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            insert into pages (job_id, url, url_key, host, kind, family, depth, status, attempts, unchanged)
            select $1, u, k, h, case when n <= $6 then 0 else 1 end, f, 0, 0, 0, false
            from unnest($2, $3, $4, $5) with ordinality as p(u, k, h, f, n) on conflict do nothing
            """,
            jobId, urls, urls.Select(UrlKey.Of).ToArray(), urls.Select(HostName.Of).ToArray(),
            urls.Select(FamilyKey.Of).ToArray(), pages);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
