using Npgsql;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Urls;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages.Links;

/// <summary>Rows for the frontier, in columns.</summary>
internal sealed class NewPages
{
    private readonly List<Guid> _jobs = [];
    private readonly List<string> _urls = [];
    private readonly List<Guid> _keys = [];
    private readonly List<string> _hosts = [];
    private readonly List<int> _depths = [];
    private readonly List<int> _kinds = [];
    private readonly List<string> _reasons = [];
    private readonly List<Guid?> _families = [];

    public int Count => _urls.Count;

    /// <param name="reason">Why it is skipped at once; empty when it is to be fetched.</param>
    public void Add(Guid jobId, string url, Guid key, int depth, PageKind kind, string reason, Guid? family)
    {
        _jobs.Add(jobId);
        _urls.Add(url);
        _keys.Add(key);
        _hosts.Add(HostName.Of(url));
        _depths.Add(depth);
        _kinds.Add((int)kind);
        _reasons.Add(reason);
        _families.Add(family);
    }

    /// <summary>Those that are new; each job's number of pages, of those to be fetched, and of sitemaps.</summary>
    public void Insert(NpgsqlBatch batch, DateTimeOffset now) => batch.Add(
        """
        with new as (
          insert into pages (job_id, url, url_key, host, depth, kind, status, reason, family, finished_at, attempts, unchanged)
          select j, u, k, h, d, i, case when r = '' then 0 else 4 end, nullif(r, ''), f, case when r = '' then null else $9::timestamptz end, 0, false
          from unnest($1, $2, $3, $4, $5, $6, $7, $8) as l(j, u, k, h, d, i, r, f)
          on conflict (job_id, url_key) do nothing returning job_id, kind, status)
        select job_id, count(*) filter (where kind = 0)::int, count(*) filter (where kind = 0 and status = 0)::int, count(*) filter (where kind = 1)::int
        from new group by job_id
        """,
        _jobs.ToArray(), _urls.ToArray(), _keys.ToArray(), _hosts.ToArray(), _depths.ToArray(), _kinds.ToArray(), _reasons.ToArray(), _families.ToArray(), now);

    /// <summary>Counts what <see cref="Insert"/> returned.</summary>
    public static async Task CountAsync(NpgsqlDataReader reader, Dictionary<Guid, Job> jobs, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var (job, pages, pending) = (jobs[reader.GetGuid(0)], reader.GetInt32(1), reader.GetInt32(2));
            job.Total += pages;
            job.Pending += pending;
            job.Skipped += pages - pending;
            job.SitemapsOpen += reader.GetInt32(3);
        }
    }
}
