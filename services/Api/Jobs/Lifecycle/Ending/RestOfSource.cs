using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>Stored documents that a refresh did not come upon: each is asked as well, or nobody would ever learn that it has changed or gone.</summary>
internal static class RestOfSource
{
    /// <summary>Puts them into the frontier, at the last depth: they are asked for themselves and not for their links. How many.</summary>
    public static async Task<int> SeedAsync(JobTransaction transaction, Job job, Guid source, CrawlOptions options, CancellationToken cancellationToken)
    {
        job.RestSeeded = true;
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            insert into pages (job_id, url, url_key, host, depth, status, attempts, unchanged)
            select $1, d.url, d.url_key, substring(d.url from '://([^/?]+)'), $3, 0, 0, false from documents d
            where d.source_id = $2 order by d.id on conflict do nothing
            """,
            job.Id, source, options.MaxDepth);
        var seeded = await batch.ExecuteNonQueryAsync(cancellationToken);
        job.Total += seeded;
        job.Pending += seeded;
        return seeded;
    }
}
