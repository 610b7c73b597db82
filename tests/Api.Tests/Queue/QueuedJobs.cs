using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Queue;
using Trawl.Api.Queue.Order;
using Trawl.Api.Tests.Engine;
using Trawl.Api.Tests.Http;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Queue;

/// <summary>Many jobs in the queue at the price of one transaction: their rows are written as a submit would, but for pages and events.</summary>
internal static class QueuedJobs
{
    public static async Task<Guid[]> QueueAsync(this EngineHost host, string user, int count, JobPriority priority = JobPriority.Normal)
    {
        await using var db = await host.ContextAsync();
        await using var transaction = await host.Get<JobTransactions>().BeginAsync(db, default);
        var jobs = Enumerable.Range(0, count).Select(_ => Rows.Job(user, JobStatus.Queued)).ToArray();
        // Ids one millisecond after another: later than who came before, earlier than who comes after.
        var first = DateTimeOffset.UtcNow;
        foreach (var (i, job) in jobs.Index())
            (job.Id, job.Priority) = (Guid.CreateVersion7(first.AddMilliseconds(i)), priority);
        db.AddRange(jobs.Cast<object>());
        await db.SaveChangesAsync();
        await host.Get<QueueTurns>().MoveAsync(transaction, jobs, priority, default);
        await transaction.CommitAsync(default);
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow > first.AddMilliseconds(count), EngineHost.Deadline);
        return [.. jobs.Select(job => job.Id)];
    }

    /// <summary>So many that only the database can make them.</summary>
    public static async Task FillAsync(this EngineHost host, int count)
    {
        await host.QueueAsync("template", 1, JobPriority.Low);
        await host.ExecuteAsync(
            $"""
            insert into jobs (id, type, status, stage, progress, user_id, priority, lane, lane_since, turn, queued_at, tags, options, created_at, total,
              total_is_estimate, pending, processing, completed, failed, skipped, unchanged, documents, chunks, embedded, changed, added, gone, sitemaps_open,
              moved_to, rest_seeded, embed_pending, models, questions, open_questions, retries, seq, version)
            select gen_random_uuid(), type, status, stage, progress, 'user' || n % 100, n % 3, n % 3, lane_since, 1000000 + n / 300 * 1000000, queued_at, tags, options,
              created_at, total, total_is_estimate, pending, processing, completed, failed, skipped, unchanged, documents, chunks, embedded, changed, added, gone,
              sitemaps_open, moved_to, rest_seeded, embed_pending, models, questions, open_questions, retries, seq, version
            from (select * from jobs where user_id = 'template' limit 1) t, generate_series(1, {count}) n
            """);
        await host.ExecuteAsync($"analyze jobs");
        await host.Get<QueueWatch>().LoadAsync(default);
    }

    /// <summary>The database's order, which is that of admission.</summary>
    public static async Task<List<QueuedJob>> NextAsync(this EngineHost host, int take = int.MaxValue)
    {
        await using var db = await host.ContextAsync();
        return await QueueRows.NextAsync(db, take, after: null, userId: null, default);
    }

    public static async Task<QueuePlace?> PlaceAsync(this EngineHost host, Guid jobId) =>
        await host.Get<QueuePlaces>().OfAsync(await host.JobAsync(jobId), default);
}
