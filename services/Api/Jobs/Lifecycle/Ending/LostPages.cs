using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle.Ending;

/// <summary>
/// Pages that were left to another which then gave no document either: the canonical page that does not exist, the original that
/// has changed since. Their content would be nowhere.
/// </summary>
internal static class LostPages
{
    // The target gave a document itself, or leads to one that did: over a redirect, a further canonical link, or as a duplicate.
    private const string Lost =
        """
        with canonical as (
          select p.id from pages p
          left join pages t on t.job_id = p.job_id and t.url_key = p.canonical_key and t.kind = 0
          left join pages u on u.job_id = p.job_id and u.url_key = t.canonical_key and u.kind = 0 and t.status = 4
          where p.job_id = $1 and p.kind = 0 and p.status = 4 and p.reason = 'canonical_elsewhere' and not p.ignore_canonical
            and (t.status = 2 or t.reason = 'duplicate') is not true and (u.status = 2 or u.reason = 'duplicate') is not true)
        """;

    /// <summary>Those that were stored under their own URL before, and whose text is still that: nothing has to be fetched to know.</summary>
    public static async Task KeepAsync(JobTransaction transaction, Job job, Guid source, CrawlOptions options, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            $"""
            {Lost}, known as (
              select p.id, d.id as document_id from canonical c join pages p on p.id = c.id
              join documents d on d.source_id = $2 and d.url_key = p.url_key
              join cached_answers a on a.source_id = $2 and a.url_key = p.url_key and a.content_hash = d.content_hash
              where d.embedded_hash = d.content_hash and d.embedded_models @> $3 order by p.id limit $4),
            kept as (
              update pages p set status = 2, reason = null, message = null, unchanged = true, ignore_canonical = true, document_id = k.document_id
              from known k where p.id = k.id returning k.document_id)
            update documents d set missing = 0, fetched_at = $5 from kept where d.id = kept.document_id
            """,
            job.Id, source, options.Models.ToArray(), options.MaxPages - job.Completed, transaction.Now);
        var kept = await batch.ExecuteNonQueryAsync(cancellationToken);
        job.Skipped -= kept;
        job.Completed += kept;
        job.Documents += kept;
        job.Unchanged += kept;
    }

    /// <summary>All others are asked again, whole, and stored under their own URL; how many.</summary>
    public static async Task<int> ReopenAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            $"""
            {Lost}, duplicate as (
              select p.id from pages p
              left join documents d on d.id = p.document_id
              left join pages o on o.job_id = p.job_id and o.url_key = d.url_key
              where p.job_id = $1 and p.kind = 0 and p.status = 4 and p.reason = 'duplicate' and not p.fetch_whole
                and (d.id is null or d.missing > 0 or (o.status = 2 and not o.unchanged and o.finished_at > p.finished_at)))
            update pages p set status = 0, reason = null, message = null, document_id = null, finished_at = null, not_before = null, attempts = 0,
              fetch_whole = true, ignore_canonical = p.ignore_canonical or p.reason = 'canonical_elsewhere'
            where p.id in (select id from canonical union all select id from duplicate)
            """, job.Id);
        var reopened = await batch.ExecuteNonQueryAsync(cancellationToken);
        job.Skipped -= reopened;
        job.Pending += reopened;
        return reopened;
    }
}
