using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Leases;
using Trawl.Api.Results.Pages.Cache;
using Trawl.Api.Results.Pages.Links;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages;

/// <summary>Writes what was decided about pages: one round trip, whatever their number.</summary>
internal static class PageWriter
{
    public static async Task WriteAsync(
        JobTransaction transaction, List<OpenPage> pages, NewLinks links, Dictionary<Guid, CrawlOptions> options, TimeSpan leaseDuration,
        CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        // First, and the only one that is read: what it returns changes the counts.
        if (links.Pages.Count > 0)
            links.Pages.Insert(batch, transaction.Now);
        AddDocuments(batch, transaction, pages);
        AddPages(batch, pages, transaction.Now);
        AddEmbedTasks(batch, pages);
        CachedRows.Add(batch, pages, options);
        if (pages.Exists(p => Retries.ConcernsHost(p.Outcome.Failed)))
            HostRows.Rest(batch, pages.ConvertAll(p => (p.Host, p.Outcome.Failed)), transaction.Now);
        LeaseRows.Settle(batch, pages.Where(p => p.LeaseId is not null).CountBy(p => p.LeaseId!.Value), transaction.Now, leaseDuration);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (links.Pages.Count > 0)
            await NewPages.CountAsync(reader, links.Jobs, cancellationToken);

        // The others are only known to have worked once they were gone through.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
    }

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
                Columns.Of(stored, p => p.DocumentId!.Value), Columns.Of(stored, p => p.Job.SourceId!.Value), Columns.Of(stored, p => p.Url), Columns.Of(stored, p => p.UrlKey),
                Text(stored, c => c.Title), Text(stored, c => c.Language), Text(stored, c => c.Description), Text(stored, c => c.Markdown), Text(stored, c => c.ContentHash),
                transaction.Now);
        var same = pages.FindAll(p => p.Unchanged);
        if (same.Count > 0)
            batch.Add("update documents set fetched_at = $2, missing = 0 where id = any($1)", Columns.Of(same, p => p.DocumentId!.Value), transaction.Now);
        var missing = pages.FindAll(p => p.Missing);
        if (missing.Count > 0)
            batch.Add("update documents set missing = missing + 1 where id = any($1)", Columns.Of(missing, p => p.StoredId!.Value));
    }

    private static void AddPages(NpgsqlBatch batch, List<OpenPage> pages, DateTimeOffset now) => batch.Add(
        """
        update pages p set status = n.status, lease_id = null, not_before = n.not_before, attempts = n.attempts, reason = nullif(n.reason, ''),
          message = nullif(n.message, ''), http_status = nullif(n.http_status, 0), document_id = n.document_id, unchanged = n.unchanged,
          duration_ms = n.duration_ms, bytes = nullif(n.bytes, -1), canonical_key = n.canonical_key, fetch_whole = p.fetch_whole or n.fetch_whole,
          finished_at = case when n.status = 0 then null else $14 end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          as n(id, status, not_before, attempts, reason, message, http_status, document_id, unchanged, duration_ms, bytes, canonical_key, fetch_whole)
        where p.id = n.id
        """,
        Columns.Of(pages, p => p.Id), Columns.Of(pages, p => (int)p.Status), Columns.Of(pages, p => p.NotBefore), Columns.Of(pages, p => p.AttemptsAfter),
        Columns.Of(pages, p => p.Reason ?? ""), Columns.Of(pages, p => StoredText.Of(p.Message)), Columns.Of(pages, p => p.Outcome.HttpStatus),
        Columns.Of(pages, p => p.DocumentId), Columns.Of(pages, p => p.Unchanged), Columns.Of(pages, p => p.Outcome.DurationMs), Columns.Of(pages, p => p.Outcome.Bytes),
        Columns.Of(pages, p => p.LeadsTo is { } to ? UrlKey.Of(to) : (Guid?)null), Columns.Of(pages, p => p.AskWhole), now);

    private static void AddEmbedTasks(NpgsqlBatch batch, List<OpenPage> pages)
    {
        var embed = pages.FindAll(p => p.Embed);
        if (embed.Count > 0)
            batch.Add(
                "insert into embed_tasks (job_id, document_id, content_hash, attempts) select j, d, h, 0 from unnest($1, $2, $3) as t(j, d, h) on conflict do nothing",
                Columns.Of(embed, p => p.Job.Id), Columns.Of(embed, p => p.DocumentId!.Value), Columns.Of(embed, p => p.Outcome.Crawled!.ContentHash));
    }

    private static string[] Text(List<OpenPage> pages, Func<PageCrawled, string?> value) => Columns.Of(pages, p => StoredText.Of(value(p.Outcome.Crawled!)));
}
