using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Dispatch.Crawl;

/// <summary>The frontier's rows, taken for batches: one round trip, whatever their number.</summary>
internal static class LeasedPages
{
    public static async Task<List<(PlannedLease Plan, List<PageToCrawl> Pages)>> TakeAsync(
        JobTransaction transaction, List<PlannedLease> plan, Dictionary<Guid, Job> jobs, CancellationToken cancellationToken)
    {
        var taken = new List<(PlannedLease, List<PageToCrawl>)>(plan.Count);
        if (plan.Count == 0)
            return taken;
        await using var batch = transaction.Db.CreateBatch();
        foreach (var planned in plan)
        {
            var (job, options) = (jobs[planned.Job.Job.Id], planned.Job.Options);
            // Where no links are followed from, it is no matter for which scope those of the last answer were kept.
            var linksNeededTo = options.Scope == ScopeKind.List ? 0 : options.MaxDepth;
            // Breadth first. The sub-select is materialised: joined, it would be run again for each row.
            batch.Add(
                """
                with next as materialized (
                  select id from pages where job_id = $2 and host = $3 and status = 0 and (not_before is null or not_before <= $5) and (kind = 1 or $6)
                  order by depth, id limit $4 for update),
                taken as (
                  update pages p set status = 1, lease_id = $1 from next where p.id = next.id returning p.id, p.url, p.url_key, p.depth, p.kind, p.fetch_whole)
                select t.id, t.url, t.depth, t.kind, a.etag, a.last_modified from taken t
                left join cached_answers a on a.source_id = $7 and a.url_key = t.url_key and not t.fetch_whole
                  and (a.links_scope = $8 or (t.kind = 0 and t.depth >= $9))
                """,
                planned.Id, job.Id, planned.Host.Name, planned.Size, transaction.Now, planned.WithPages, job.SourceId ?? Guid.Empty, LinksScope.Of(job, options), linksNeededTo);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var planned in plan)
        {
            var pages = new List<PageToCrawl>(planned.Size);
            while (await reader.ReadAsync(cancellationToken))
                pages.Add(new PageToCrawl
                {
                    PageId = reader.GetInt64(0), Url = reader.GetString(1), Depth = reader.GetInt32(2), Kind = (PageKind)reader.GetInt32(3),
                    ETag = reader.Maybe<string>(4), LastModified = reader.Maybe<string>(5),
                });
            pages.Sort((a, b) => a.PageId.CompareTo(b.PageId));
            taken.Add((planned, pages));
            await reader.NextResultAsync(cancellationToken);
        }

        return taken;
    }
}
