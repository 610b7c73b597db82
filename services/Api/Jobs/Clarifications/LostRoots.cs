using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Urls;
using Trawl.Api.Results.Pages;
using Trawl.Api.Results.Pages.Links;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>Submitted pages that a crawl did not get to see, though their user may well want them: they stand at depth 0, as what they were redirected to does.</summary>
internal static class LostRoots
{
    public sealed record Moved(long Id, string Url, string Target);

    /// <summary>Those that are on another site now, and those that robots.txt forbids, in the order in which they were submitted.</summary>
    public static async Task<(List<Moved> Moved, List<string> Forbidden)> FindAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            select id, url, reason, coalesce(message, '') from pages
            where job_id = $1 and depth = 0 and kind = 0 and status = 4 and reason in ('out_of_scope', 'robots_disallowed') order by id
            """, job.Id);
        var (moved, forbidden) = (new List<Moved>(), new List<string>());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetString(2) == "robots_disallowed")
                forbidden.Add(reader.GetString(1));
            else if (MovedRoot.TargetOf(reader.GetString(3)) is { } target && job.MovedTo.Length + moved.Count < MovedRoot.MostMoves)
                moved.Add(new Moved(reader.GetInt64(0), reader.GetString(1), target));
        }

        return (moved, forbidden);
    }

    /// <summary>What was answered since the job was begun, or begun again: who retries may want it otherwise this time.</summary>
    public static async Task<Dictionary<ClarificationKind, string>> AnswersAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<ClarificationKind, string>();
        if (job.Questions == 0)
            return answers;
        await using var batch = db.CreateBatch();
        batch.Add("select kind, answer from clarifications where job_id = $1 and answer is not null and created_at >= $2 order by closed_at", job.Id, job.QueuedAt);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            answers[(ClarificationKind)reader.GetInt32(0)] = reader.GetString(1);
        return answers;
    }

    /// <summary>Where they are now is as good as submitted; how many pages are new. The crawler looks at their addresses as at any other's.</summary>
    public static async Task<int> FollowAsync(JobTransaction transaction, Job job, CrawlOptions options, List<Moved> moved, CancellationToken cancellationToken)
    {
        var before = job.Pending;
        var pages = new NewPages();
        foreach (var target in moved.Select(m => m.Target).Distinct(StringComparer.Ordinal))
        {
            MovedRoot.Note(job, target);
            pages.Add(job.Id, target, UrlKey.Of(target), 0, PageKind.Page, "", FamilyKey.Of(target));
        }

        if (FirstSitemaps.Wanted(options))
            foreach (var sitemap in moved.Select(m => FirstSitemaps.Of(m.Target)).Distinct(StringComparer.Ordinal))
                pages.Add(job.Id, sitemap, UrlKey.Of(sitemap), 0, PageKind.Sitemap, "", null);
        await using var batch = transaction.Db.CreateBatch();
        pages.Insert(batch, transaction.Now);
        batch.Add(
            "update pages p set reason = 'redirected', canonical_key = m.key from unnest($1, $2) as m(id, key) where p.id = m.id",
            moved.Select(m => m.Id).ToArray(), moved.Select(m => UrlKey.Of(m.Target)).ToArray());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await NewPages.CountAsync(reader, new() { [job.Id] = job }, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        transaction.Touch(job);
        transaction.WakeDispatcher();
        return job.Pending - before;
    }

    /// <summary>They are asked for after all, and so are the sitemaps that were left out for the same reason.</summary>
    public static async Task ReopenForbiddenAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Db.CreateBatch();
        batch.Add(
            """
            with again as (
              update pages set status = 0, reason = null, message = null, finished_at = null, not_before = null, attempts = 0
              where job_id = $1 and status = 4 and reason = 'robots_disallowed' and (depth = 0 or kind = 1) returning kind)
            select count(*) filter (where kind = 0)::int, count(*) filter (where kind = 1)::int from again
            """, job.Id);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        job.Skipped -= reader.GetInt32(0);
        job.Pending += reader.GetInt32(0);
        job.SitemapsOpen += reader.GetInt32(1);
    }
}
