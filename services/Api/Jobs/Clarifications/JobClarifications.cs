using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>The questions of jobs as frontends see them, oldest first. Most jobs ask nothing, and cost no query.</summary>
internal static class JobClarifications
{
    public static async Task<IReadOnlyList<JobClarification>> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken) =>
        [.. (await OfAllAsync(db, [job], cancellationToken))[job.Id]];

    public static async Task<ILookup<Guid, JobClarification>> OfAllAsync(TrawlDbContext db, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var ids = jobs.Where(job => job.Questions > 0).Select(job => job.Id).ToArray();
        var rows = ids.Length == 0
            ? []
            : await db.Clarifications.AsNoTracking().Where(c => ids.Contains(c.JobId)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.JobId, JobClarification.Of);
    }
}
