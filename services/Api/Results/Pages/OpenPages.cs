using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Results.Pages.Cache;
using Trawl.Api.Results.Pages.Links;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages;

internal static class OpenPages
{
    /// <summary>Those of the pages that still have no outcome, with all that is to be known of what is stored. Their jobs and sources are locked.</summary>
    public static async Task<List<OpenPage>> ReadAsync(
        TrawlDbContext db, Dictionary<long, PageOutcome> outcomes, Dictionary<Guid, Job> jobs, Families families, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        AddPages(batch, outcomes);
        var counted = families.AddCounts(batch);
        var pages = new List<OpenPage>(outcomes.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var outcome = outcomes[reader.GetInt64(0)];
            // A page of another job than its message says: not ours to touch.
            if (outcome.JobId == reader.GetGuid(1) && Counts(outcome, reader.Maybe<Guid?>(7)))
                pages.Add(Page(reader, outcome, jobs[outcome.JobId]));
        }

        if (counted)
            await families.ReadCountsAsync(reader, cancellationToken);
        return pages;
    }

    /// <summary>
    /// A page that was fetched is fetched, whoever did it. That it failed counts while its batch has it: a page that is pending again is
    /// asked again, and what was said of the time before, or is said twice, does not count against that.
    /// </summary>
    private static bool Counts(PageOutcome outcome, Guid? leaseId) => outcome.Failed is null || outcome.BatchId == leaseId;

    private static void AddPages(NpgsqlBatch batch, Dictionary<long, PageOutcome> outcomes)
    {
        var (ids, contents, asked) = (new long[outcomes.Count], new string[outcomes.Count], new bool[outcomes.Count]);
        var i = 0;
        foreach (var (id, outcome) in outcomes)
            (ids[i], contents[i], asked[i++]) = (id, outcome.Content, outcome.NotModified);
        batch.Add(
            """
            select p.id, p.job_id, p.url, p.url_key, p.host, p.depth, p.status, p.lease_id, p.attempts,
                   d.id, d.content_hash, d.embedded_hash, d.embedded_models, d.chunk_count,
                   p.kind, p.ignore_canonical, p.fetch_whole, t.id, t.url, a.url_key is not null,
                   case when o.not_modified then a.links end, a.reason, a.content_hash, a.canonical
            from unnest($1, $2, $3) as o(id, content, not_modified)
            join pages p on p.id = o.id join jobs j on j.id = p.job_id
            left join documents d on d.source_id = j.source_id and d.url_key = p.url_key
            left join cached_answers a on a.source_id = j.source_id and a.url_key = p.url_key
            cross join lateral (select case when o.not_modified then a.content_hash else nullif(o.content, '') end as hash) c
            left join lateral (
              select other.id, other.url from documents other
              where other.source_id = j.source_id and other.content_hash = c.hash and c.hash is distinct from d.content_hash
                and other.url_key <> p.url_key and other.missing = 0
              order by other.id limit 1) t on true
            where p.status in (0, 1) order by p.job_id, p.depth, p.id
            """,
            ids, contents, asked);
    }

    private static OpenPage Page(NpgsqlDataReader reader, PageOutcome outcome, Job job) => new()
    {
        Id = reader.GetInt64(0),
        Job = job,
        Outcome = reader.Maybe<string>(20) is { } links
            ? new CachedOutcome(links, reader.Maybe<string>(21), reader.Maybe<string>(22), reader.Maybe<string>(23)).Recall(outcome)
            : outcome,
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
        Kind = (PageKind)reader.GetInt32(14),
        IgnoreCanonical = reader.GetBoolean(15),
        FetchWhole = reader.GetBoolean(16),
        Original = reader.IsDBNull(17) ? null : new Original(reader.GetGuid(17), reader.GetString(18)),
        HasCachedAnswer = reader.GetBoolean(19),
    };
}
