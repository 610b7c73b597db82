using Trawl.Api.Database;
using Trawl.Api.Hosts;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Queue;

namespace Trawl.Api.Jobs;

/// <summary>Jobs with what their rows do not hold: the place in the queue, and who makes them wait.</summary>
internal sealed class JobViews(QueuePlaces places, SlowHosts hosts)
{
    public async Task<JobView> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken)
    {
        var place = job.Status == JobStatus.Queued ? await places.OfAsync(db, job, cancellationToken) : null;
        return JobView.From(job, place, await hosts.OfAsync(db, job, cancellationToken), await JobClarifications.OfAsync(db, job, cancellationToken));
    }

    /// <summary>However many jobs, at most three more queries.</summary>
    public async Task<Func<Job, JobView>> OfAllAsync(TrawlDbContext db, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var queue = jobs.Any(job => job.Status == JobStatus.Queued) ? await places.ListAsync(db, cancellationToken) : [];
        var placeOf = queue.ToDictionary(queued => queued.Id, queued => queued.Place);
        var slowedBy = await hosts.OfAllAsync(db, jobs, cancellationToken);
        var asked = await JobClarifications.OfAllAsync(db, jobs, cancellationToken);
        return job => JobView.From(job, placeOf.GetValueOrDefault(job.Id), slowedBy(job.Id), [.. asked[job.Id]]);
    }
}
