using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.List;

/// <summary>GET /api/jobs: newest first, which the ids tell.</summary>
internal static class ListJobsEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, JobViews views, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ById(http.Request, faults);
        var query = Filter(db.Jobs.AsNoTracking().VisibleTo(http.GetCaller()), http.Request.Query, faults);
        if (faults.Any)
            return faults.ToProblem();
        if (paging.After is { } after)
            query = query.Where(job => job.Id < after);
        var jobs = await query.OrderByDescending(job => job.Id).Take(paging.Take).ToListAsync(cancellationToken);
        var view = await views.OfAllAsync(db, jobs, cancellationToken);
        return TypedResults.Ok(paging.Cut(jobs, view, job => Paging.Cursor(job.Id)));
    }

    private static IQueryable<Job> Filter(IQueryable<Job> jobs, IQueryCollection query, Faults faults)
    {
        if (QueryText.Enums<JobStatus>(query, "status", faults) is { } statuses)
            jobs = jobs.Where(job => statuses.Contains(job.Status));
        if (QueryText.Enums<JobType>(query, "type", faults) is { } types)
            jobs = jobs.Where(job => types.Contains(job.Type));
        if (QueryText.Id(query, "sourceId", faults) is { } sourceId)
            jobs = jobs.Where(job => job.SourceId == sourceId);
        if (QueryText.Text(query, "tag", faults) is { } tag)
            jobs = jobs.Where(job => job.Tags.Contains(tag));
        return jobs;
    }
}
