using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Schedules;

/// <summary>
/// Runs that are due, each in a transaction of its own in which the source's row is locked: the job and the next due time come
/// together or not at all, so that however many replicas look, one of them makes it.
/// </summary>
internal sealed partial class DueRuns(
    IDbContextFactory<TrawlDbContext> contexts, JobLifecycle lifecycle, TimeProvider time, ILogger<DueRuns> logger)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private static readonly string[] Tags = ["scheduled"];

    // Sources whose run failed: one that cannot be run must not keep those behind it waiting.
    private readonly Dictionary<Guid, DateTimeOffset> _resting = [];

    /// <summary>Deals with everything that is due and that nobody else has at hand; returns when the next is.</summary>
    public async Task<DateTimeOffset?> RunAsync(CancellationToken cancellationToken)
    {
        while (await RunOneAsync(cancellationToken))
        {
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var resting = Resting();
        return await db.Sources.Where(source => !resting.Contains(source.Id)).MinAsync(source => source.NextRunAt, cancellationToken);
    }

    private async Task<bool> RunOneAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (now, resting) = (time.GetUtcNow(), Resting());
        // Not for update: jobs that refer to it are still let in.
        var found = await db.Sources.FromSql(
            $"""
            select * from sources where next_run_at <= {now} and id <> all({resting})
            order by next_run_at limit 1 for no key update skip locked
            """).ToListAsync(cancellationToken);
        if (found is not [var source])
            return false;
        try
        {
            await RunAsync(db, source, source.NextRunAt!.Value, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // Whatever it is, the others' turns must come; it is logged, and this one's comes again.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _resting[source.Id] = now + Rest;
            ScheduleMetrics.Ran("schedule", "failed");
            LogFailed(exception, source.Id);
        }

        return true;
    }

    private async Task RunAsync(TrawlDbContext db, Source source, DateTimeOffset due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        source.NextRunAt = source.Schedule?.Deserialize<SourceSchedule>(TrawlJson.Options)?.NextAfter(due, now);
        await db.SaveChangesAsync(cancellationToken);
        if (await db.Jobs.AnyAsync(job => job.SourceId == source.Id && job.Status < JobStatus.Completed, cancellationToken))
        {
            ScheduleMetrics.Ran("schedule", "still_active");
            LogLeftOut(source.Id, due, "a job of it is still active");
        }
        else if (await lifecycle.RefreshAsync(db, source, JobPriority.Normal, Tags, cancellationToken) is { } job)
        {
            ScheduleMetrics.Ran("schedule", "started");
            ScheduleMetrics.Late(now - due);
            LogStarted(source.Id, due, job.Id);
        }
        else
        {
            ScheduleMetrics.Ran("schedule", "never_crawled");
            LogLeftOut(source.Id, due, "it was never crawled");
        }
    }

    private Guid[] Resting()
    {
        var now = time.GetUtcNow();
        foreach (var (id, until) in _resting)
            if (until <= now)
                _resting.Remove(id);
        return [.. _resting.Keys];
    }
}
