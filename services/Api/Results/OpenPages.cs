using Trawl.Api.Database;

namespace Trawl.Api.Results;

internal static class OpenPages
{
    /// <summary>Those of the pages that still have no outcome. Their jobs and sources are locked.</summary>
    public static async Task<List<OpenPage>> ReadAsync(
        TrawlDbContext db, Dictionary<long, PageOutcome> outcomes, Dictionary<Guid, Job> jobs, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            select p.id, p.job_id, p.url, p.url_key, p.host, p.depth, p.status, p.lease_id, p.attempts,
                   d.id, d.content_hash, d.embedded_hash, d.embedded_models, d.chunk_count
            from pages p join jobs j on j.id = p.job_id left join documents d on d.source_id = j.source_id and d.url_key = p.url_key
            where p.id = any($1) and p.status in (0, 1) order by p.job_id, p.depth, p.id
            """,
            outcomes.Keys.ToArray());
        var pages = new List<OpenPage>(outcomes.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var outcome = outcomes[reader.GetInt64(0)];
            // A page of another job than its message says: not ours to touch.
            if (outcome.JobId != reader.GetGuid(1))
                continue;
            pages.Add(new OpenPage
            {
                Id = reader.GetInt64(0),
                Job = jobs[outcome.JobId],
                Outcome = outcome,
                Url = reader.GetString(2),
                UrlKey = reader.GetGuid(3),
                Host = reader.GetString(4),
                Depth = reader.GetInt32(5),
                WasProcessing = reader.GetInt32(6) == (int)PageStatus.Processing,
                LeaseId = reader.Maybe<Guid?>(7),
                Attempts = reader.GetInt32(8),
                StoredId = reader.Maybe<Guid?>(9),
                StoredHash = reader.Maybe<string>(10),
                EmbeddedHash = reader.Maybe<string>(11),
                EmbeddedModels = reader.Maybe<string[]>(12) ?? [],
                StoredChunks = reader.Maybe<int>(13),
            });
        }

        return pages;
    }
}
