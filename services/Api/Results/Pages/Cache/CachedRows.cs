using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Urls;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages.Cache;

/// <summary>Keeps what a 304 will stand for: answers with a validator, whose body was read. Any other answer ends what was kept; not to have asked is none.</summary>
internal static class CachedRows
{
    private const string MaxPages = "max_pages";
    private const string JobEnded = "job_ended";
    private const string Robots = "robots_disallowed";

    public static void Add(NpgsqlBatch batch, List<OpenPage> pages, Dictionary<Guid, CrawlOptions> options)
    {
        var (keep, end) = (new Dictionary<(Guid, Guid), OpenPage>(), new Dictionary<(Guid, Guid), OpenPage>());
        foreach (var page in pages)
        {
            if (page.Job.SourceId is not { } source || page.Status == PageStatus.Pending || page.Outcome.NotModified)
                continue;
            if (IsWorthKeeping(page))
                keep[(source, page.UrlKey)] = page;
            else if (page.HasCachedAnswer && page is { Status: not PageStatus.Failed, Reason: not (MaxPages or JobEnded or Robots) })
                end[(source, page.UrlKey)] = page;
        }

        Keep(batch, [.. keep.Values], options);
        if (end.Count > 0)
            batch.Add(
                "delete from cached_answers a using unnest($1, $2) as e(s, k) where a.source_id = e.s and a.url_key = e.k",
                Columns.Of([.. end.Values], p => p.Job.SourceId!.Value), Columns.Of([.. end.Values], p => p.UrlKey));
    }

    // A redirect is not worth a comparison, and what was not looked at is to be looked at next time.
    private static bool IsWorthKeeping(OpenPage page) =>
        (page.Outcome.ETag ?? page.Outcome.LastModified) is not null
        && (page.Status == PageStatus.Completed || page is { Status: PageStatus.Skipped, Reason: not (MaxPages or JobEnded) })
        && page.Outcome.Failed?.Reason is not (PageFailureReason.Redirected or PageFailureReason.OutOfScope);

    private static void Keep(NpgsqlBatch batch, List<OpenPage> pages, Dictionary<Guid, CrawlOptions> options)
    {
        if (pages.Count == 0)
            return;
        var scopes = pages.Select(p => p.Job).Distinct().ToDictionary(job => job.Id, job => LinksScope.Of(job, options[job.Id]));
        batch.Add(
            """
            insert into cached_answers (source_id, url_key, etag, last_modified, links, links_scope, reason, content_hash, canonical)
            select s, k, nullif(e, ''), nullif(m, ''), l, o, nullif(r, ''), nullif(h, ''), nullif(c, '')
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as a(s, k, e, m, l, o, r, h, c)
            on conflict (source_id, url_key) do update set etag = excluded.etag, last_modified = excluded.last_modified, links = excluded.links,
              links_scope = excluded.links_scope, reason = excluded.reason, content_hash = excluded.content_hash, canonical = excluded.canonical
            """,
            Columns.Of(pages, p => p.Job.SourceId!.Value), Columns.Of(pages, p => p.UrlKey), Columns.Of(pages, p => StoredText.Of(p.Outcome.ETag)),
            Columns.Of(pages, p => StoredText.Of(p.Outcome.LastModified)), Columns.Of(pages, p => CachedLinks.Write(p.Outcome)),
            Columns.Of(pages, p => HadItsLinks(p, options[p.Job.Id]) ? scopes[p.Job.Id] : (Guid?)null),
            Columns.Of(pages, p => p.Outcome.Failed is { } failed ? PageOutcome.NameOf(failed.Reason) : ""),
            Columns.Of(pages, p => p.Outcome.Crawled?.ContentHash ?? ""), Columns.Of(pages, p => p.Outcome.Crawled?.Canonical ?? ""));
    }

    // At the last depth a page's links are not told. And what was leased before a root had moved was judged without its new address.
    private static bool HadItsLinks(OpenPage page, CrawlOptions options) =>
        (page.Kind == PageKind.Sitemap || page.Depth < options.MaxDepth)
        && (page.Depth > 0 || page.Job.MovedTo.Length == 0 || page.Job.MovedTo.Any(to => HostName.Of(to) == page.Host));
}
