using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.History;
using Trawl.Api.Jobs.Reports;
using Trawl.Api.Jobs.Views;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Jobs.Events;

/// <summary>
/// GET /api/jobs/{id}/events: the log after a position, and with <c>wait</c> the next thing that happens. It shares its
/// cursor with every other transport, so a client can fall back to it in mid-job.
/// </summary>
internal sealed class JobEventsEndpoint(ChannelLog log, JobViews views, LongPoll poll)
{
    /// <param name="Seq">What to pass as <c>after</c> the next time.</param>
    public sealed record JobEvents(JobView Job, IReadOnlyList<ChannelEvent> Events, long Seq);

    public static async Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobEventsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var after = QueryText.Number(http.Request.Query, "after", long.MaxValue, faults) ?? 0;
        var wait = QueryText.Number(http.Request.Query, "wait", LongPoll.MaxWaitSeconds, faults) ?? 0;
        if (faults.Any)
            return faults.ToProblem();
        var jobs = Reporters.Readable(http, db.Jobs.AsNoTracking()).Where(job => job.Id == id);
        http.Response.Headers.CacheControl = "no-store";
        return await endpoint.ReadAsync(db, jobs, after, TimeSpan.FromSeconds(wait), cancellationToken);
    }

    private async Task<IResult> ReadAsync(
        TrawlDbContext db, IQueryable<Job> jobs, long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        var job = await jobs.SingleOrDefaultAsync(cancellationToken);
        // Only at the very end of a log that goes on is there anything to wait for. A position beyond the end is answered too: never silence.
        if (job is not null && after == job.Seq && wait > TimeSpan.Zero && !job.Status.IsTerminal())
        {
            await poll.WaitAsync($"job:{job.Id}", after, wait, cancellationToken);
            job = await jobs.SingleOrDefaultAsync(cancellationToken);
        }

        if (job is null)
            return Problems.NotFound("job");
        // The job was read first: its seq cuts the log where the job stood, so the two tell of the same moment.
        var events = after < job.Seq ? await log.ReadAsync($"job:{job.Id}", after, ChannelHistories.MostEvents, cancellationToken) : [];
        var known = events.Where(e => e.Seq <= job.Seq).ToArray();
        var seq = known.Length > 0 ? known[^1].Seq!.Value : job.Seq;
        return TypedResults.Ok(new JobEvents(await views.OfAsync(db, job, cancellationToken), known, seq));
    }
}
