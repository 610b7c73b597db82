using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;

namespace Trawl.Api.Schedules;

/// <summary>Sources that nobody has scheduled and nobody has crawled for long are refreshed, behind all other work.</summary>
internal sealed partial class StaleCheck(
    IDbContextFactory<TrawlDbContext> contexts, JobLifecycle lifecycle, IOptions<SchedulesOptions> options, TimeProvider time, ILogger<StaleCheck> logger)
{
    // When many become stale together, as after an upgrade, they are spread over the checks.
    private const int MostAtOnce = 100;
    private static readonly string[] Tags = ["scheduled", "stale"];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.StaleAfter == TimeSpan.Zero)
            return;
        var before = time.GetUtcNow() - options.Value.StaleAfter;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await Stale(db, before).OrderBy(source => source.LastCrawledAt).Take(MostAtOnce).Select(source => source.Id).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            try
            {
                await RefreshAsync(id, before, cancellationToken);
            }
            // As with due runs: one that fails is logged and keeps nobody else waiting.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                ScheduleMetrics.Ran("stale", "failed");
                LogFailed(exception, id);
            }
        }
    }

    private async Task RefreshAsync(Guid id, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select 1 from sources where id = {id} for no key update", cancellationToken);
        // Asked again under the lock: another replica may have been here.
        if (await Stale(db, before).SingleOrDefaultAsync(source => source.Id == id, cancellationToken) is not { } source
            || await lifecycle.RefreshAsync(db, source, JobPriority.Low, Tags, cancellationToken) is not { } job)
            return;
        await transaction.CommitAsync(cancellationToken);
        ScheduleMetrics.Ran("stale", "started");
        LogStarted(id, source.LastCrawledAt, job.Id);
    }

    // Nor tried since: a site that is gone is not asked every hour.
    private static IQueryable<Source> Stale(TrawlDbContext db, DateTimeOffset before) =>
        db.Sources.Where(source => source.NextRunAt == null && source.LastCrawledAt < before
            && !db.Jobs.Any(job => job.SourceId == source.Id && (job.Status < JobStatus.Completed || job.QueuedAt >= before)));
}
