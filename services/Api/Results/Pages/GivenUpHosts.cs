using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Results.Pages;

/// <summary>
/// A host that has sent a job away with every try for a long time, and said nothing else meanwhile: its other pages would only be
/// sent away too, each ten times.
/// </summary>
internal static class GivenUpHosts
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    public static async Task FailAsync(JobTransaction transaction, List<OpenPage> pages, CancellationToken cancellationToken)
    {
        var given = pages.Where(page => page is { Status: PageStatus.Failed, Outcome.Failed: { } failed } && Retries.IsThrottled(failed))
            .GroupBy(page => (page.Job, page.Host));
        foreach (var ((job, host), failed) in given.Select(group => (group.Key, group.Last())))
        {
            await using var batch = transaction.Db.CreateBatch();
            batch.Add(
                """
                with gone as (
                  update pages set status = 3, reason = $3, message = $4, finished_at = $5
                  where job_id = $1 and host = $2 and status = 0 and not exists (
                    select 1 from pages p where p.job_id = $1 and p.host = $2 and p.status >= 2 and p.finished_at > $6
                      and coalesce(p.http_status, 0) not in (429, 503))
                  returning kind)
                select count(*) filter (where kind = 0)::int, count(*) filter (where kind = 1)::int from gone
                """,
                job.Id, host, failed.Reason!, $"Its host has been sending us away: {failed.Message}", transaction.Now, transaction.Now - Long);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            job.Pending -= reader.GetInt32(0);
            job.Failed += reader.GetInt32(0);
            job.SitemapsOpen -= reader.GetInt32(1);
        }
    }
}
