using Trawl.Api.Database;
using Trawl.Api.Hosts;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Queue;

namespace Trawl.Api.Jobs.Views;

/// <summary>Jobs with what their rows do not hold: the place in the queue, and who makes them wait.</summary>
internal sealed class JobViews(QueuePlaces places, SlowHosts hosts)
{
    public async Task<JobView> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken) => JobView.From(
        job, await places.OfAsync(job, cancellationToken), await hosts.OfAsync(db, job, cancellationToken),
        await JobClarifications.OfAsync(db, job, cancellationToken));

    /// <summary>However many jobs, two more queries.</summary>
    public async Task<Func<Job, JobView>> OfAllAsync(TrawlDbContext db, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var placeOf = await places.OfAllAsync(cancellationToken);
        var slowedBy = await hosts.OfAllAsync(db, jobs, cancellationToken);
        var asked = await JobClarifications.OfAllAsync(db, jobs, cancellationToken);
        return job => JobView.From(job, placeOf(job), slowedBy(job.Id), [.. asked[job.Id]]);
    }
}
