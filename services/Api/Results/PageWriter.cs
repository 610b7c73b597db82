using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Leases;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results;

/// <summary>Writes what was decided about pages: one round trip, whatever their number.</summary>
internal static class PageWriter
{
    public static async Task WriteAsync(
        JobTransaction transaction, List<OpenPage> pages, NewLinks links, TimeSpan leaseDuration, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        // First, and the only one that is read: what it returns changes the counts.
        AddLinks(batch, links);
        AddDocuments(batch, transaction, pages);
        AddPages(batch, pages, transaction.Now);
        AddEmbedTasks(batch, pages);
        HostRows.Rest(batch, pages, transaction.Now);
        LeaseRows.Settle(batch, pages.Where(p => p.LeaseId is not null).CountBy(p => p.LeaseId!.Value), transaction.Now, leaseDuration);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var job = links.Jobs[reader.GetGuid(0)];
            job.Total += reader.GetInt32(1);
            job.Pending += reader.GetInt32(1);
        }

        // The others are only known to have worked once they were gone through.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }

    private static void AddLinks(NpgsqlBatch batch, NewLinks links) => batch.Add(
        """
        with new as (
          insert into pages (job_id, url, url_key, host, depth, status, attempts, unchanged)
          select j, u, k, h, d, 0, 0, false from unnest($1, $2, $3, $4, $5) as l(j, u, k, h, d)
          on conflict (job_id, url_key) do nothing returning job_id)
        select job_id, count(*)::int from new group by job_id
        """,
        links.JobIds.ToArray(), links.Urls.ToArray(), links.Keys.ToArray(), links.Hosts.ToArray(), links.Depths.ToArray());

    private static void AddDocuments(NpgsqlBatch batch, JobTransaction transaction, List<OpenPage> pages)
    {
        var stored = pages.FindAll(p => p.Store);
        if (stored.Count > 0)
            batch.Add(
                """
                insert into documents (id, source_id, url, url_key, title, language, description, markdown, content_hash, fetched_at, embedded_models, chunk_count)
                select i, s, u, k, nullif(t, ''), nullif(l, ''), nullif(e, ''), m, h, $10, '{}', 0
                from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as d(i, s, u, k, t, l, e, m, h)
                on conflict (id) do update set title = excluded.title, language = excluded.language, description = excluded.description,
                  markdown = excluded.markdown, content_hash = excluded.content_hash, fetched_at = excluded.fetched_at, missing = 0
                """,
                Column(stored, p => p.DocumentId!.Value), Column(stored, p => p.Job.SourceId!.Value), Column(stored, p => p.Url), Column(stored, p => p.UrlKey),
                Text(stored, c => c.Title), Text(stored, c => c.Language), Text(stored, c => c.Description), Text(stored, c => c.Markdown), Text(stored, c => c.ContentHash),
                transaction.Now);
        var same = pages.FindAll(p => p.Unchanged);
        if (same.Count > 0)
            batch.Add("update documents set fetched_at = $2, missing = 0 where id = any($1)", Column(same, p => p.DocumentId!.Value), transaction.Now);
    }

    private static void AddPages(NpgsqlBatch batch, List<OpenPage> pages, DateTimeOffset now) => batch.Add(
        """
        update pages p set status = n.status, lease_id = null, not_before = n.not_before, attempts = n.attempts, reason = nullif(n.reason, ''),
          message = nullif(n.message, ''), http_status = nullif(n.http_status, 0), document_id = n.document_id, unchanged = n.unchanged,
          duration_ms = n.duration_ms, bytes = nullif(n.bytes, -1), finished_at = case when n.status = 0 then null else $12 end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
          as n(id, status, not_before, attempts, reason, message, http_status, document_id, unchanged, duration_ms, bytes)
        where p.id = n.id
        """,
        Column(pages, p => p.Id), Column(pages, p => (int)p.Status), Column(pages, p => p.NotBefore), Column(pages, p => p.AttemptsAfter),
        Column(pages, p => p.Reason ?? ""), Column(pages, p => StoredText.Of(p.Message)), Column(pages, p => p.Outcome.Crawled?.HttpStatus ?? p.Outcome.Failed?.HttpStatus ?? 0),
        Column(pages, p => p.DocumentId), Column(pages, p => p.Unchanged), Column(pages, p => p.Outcome.DurationMs), Column(pages, p => p.Outcome.Crawled?.Bytes ?? -1),
        now);

    private static void AddEmbedTasks(NpgsqlBatch batch, List<OpenPage> pages)
    {
        var embed = pages.FindAll(p => p.Embed);
        if (embed.Count > 0)
            batch.Add(
                "insert into embed_tasks (job_id, document_id, content_hash, attempts) select j, d, h, 0 from unnest($1, $2, $3) as t(j, d, h) on conflict do nothing",
                Column(embed, p => p.Job.Id), Column(embed, p => p.DocumentId!.Value), Column(embed, p => p.Outcome.Crawled!.NotModified ? p.StoredHash! : p.Outcome.Crawled.ContentHash));
    }

    private static T[] Column<T>(List<OpenPage> pages, Func<OpenPage, T> value)
    {
        var column = new T[pages.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(pages[i]);
        return column;
    }

    private static string[] Text(List<OpenPage> pages, Func<PageCrawled, string?> value) => Column(pages, p => StoredText.Of(value(p.Outcome.Crawled!)));
}
