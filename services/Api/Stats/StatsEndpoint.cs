using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Stats;

/// <summary>GET /api/stats: what the caller's jobs come to (an admin's: everybody's), and the workers.</summary>
internal static class StatsEndpoint
{
    public sealed record JobStats(
        int Queued, int Running, int Waiting, int Paused, int Cancelling, int Completed, int Failed, int Cancelled, int Expired);

    public sealed record WorkerStats(int Count, int Slots, int Busy);

    /// <param name="PagesPerSecond">Of all jobs that run now.</param>
    public sealed record StatsView(
        JobStats Jobs, int Sources, int Documents, long Chunks, double PagesPerSecond, WorkerStats Crawlers, WorkerStats Embedders);

    public static async Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, LiveWorkers workers, CancellationToken cancellationToken)
    {
        var caller = http.GetCaller();
        var jobs = await db.Jobs.VisibleTo(caller).GroupBy(job => job.Status)
            .Select(of => new { of.Key, Jobs = of.Count(), Rate = of.Sum(job => job.Type == JobType.Custom || job.Stage >= JobStage.Embedding ? null : job.RatePerSecond) })
            .ToDictionaryAsync(of => of.Key, cancellationToken);
        var sources = db.Sources.VisibleTo(caller);
        var stored = await db.Documents.Where(document => sources.Any(source => source.Id == document.SourceId)).GroupBy(_ => 1)
            .Select(all => new { Documents = all.Count(), Chunks = all.Sum(document => (long)document.ChunkCount) })
            .SingleOrDefaultAsync(cancellationToken);
        var live = await workers.ListAsync(cancellationToken);
        return TypedResults.Ok(new StatsView(
            new(
                Count(JobStatus.Queued), Count(JobStatus.Running), Count(JobStatus.Waiting), Count(JobStatus.Paused), Count(JobStatus.Cancelling),
                Count(JobStatus.Completed), Count(JobStatus.Failed), Count(JobStatus.Cancelled), Count(JobStatus.Expired)),
            await sources.CountAsync(cancellationToken), stored?.Documents ?? 0, stored?.Chunks ?? 0,
            Math.Round(jobs.GetValueOrDefault(JobStatus.Running)?.Rate ?? 0, 2),
            Of(live, WorkerKind.Crawler), Of(live, WorkerKind.Embedder)));

        int Count(JobStatus status) => jobs.GetValueOrDefault(status)?.Jobs ?? 0;
    }

    private static WorkerStats Of(IReadOnlyList<Worker> live, WorkerKind kind) => new(
        live.Count(worker => worker.Kind == kind),
        live.Where(worker => worker.Kind == kind).Sum(worker => worker.Slots),
        live.Where(worker => worker.Kind == kind).Sum(worker => worker.Busy));
}
