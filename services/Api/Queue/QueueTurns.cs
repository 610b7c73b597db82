using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Queue;

/// <summary>
/// Gives jobs their turn in a lane: one step after the user's last one there, and after whoever is next. Users with jobs queued
/// so take turns, however many each has; a user of weight 2 has steps of half the length.
/// </summary>
internal sealed class QueueTurns(QueuePlaces places, IOptions<JobsOptions> options)
{
    private const long Step = 1_000_000;

    /// <summary>
    /// A job begins to wait: submitted, or tried again. Its status, priority and owner are set, its row is locked or new; nothing
    /// else of the queue's columns need be. To be called late: it holds up the user's other transactions of the kind until the end.
    /// </summary>
    /// <returns>Its place, for <c>queued</c>.</returns>
    public async Task<QueuePlace> TakeAsync(JobTransaction transaction, Job job, CancellationToken cancellationToken)
    {
        job.QueuedAt = transaction.Now;
        await MoveAsync(transaction, [job], job.Priority, cancellationToken);
        return await places.ExpectAsync(job, cancellationToken);
    }

    /// <summary>Queued jobs, locked, come into another lane, each behind what its user has there.</summary>
    public async Task MoveAsync(JobTransaction transaction, IReadOnlyCollection<Job> jobs, JobPriority lane, CancellationToken cancellationToken)
    {
        var (next, last) = await TurnsAsync(transaction.Db, jobs, lane, cancellationToken);
        foreach (var job in jobs)
        {
            job.Lane = lane;
            job.LaneSince = transaction.Now;
            job.Turn = last[job.UserId] = After(next, last[job.UserId], options.Value.UserWeights.GetValueOrDefault(job.UserId, 1));
            transaction.Touch(job);
        }
    }

    /// <param name="next">The turn of the lane's next job.</param>
    /// <param name="last">That of the user's last job in the lane; 0 without one.</param>
    /// <param name="weight">The user's.</param>
    public static long After(long next, long last, double weight) => Math.Max(next, last) + (long)(Step / weight);

    private static async Task<(long Next, Dictionary<string, long> Last)> TurnsAsync(
        TrawlDbContext db, IReadOnlyCollection<Job> jobs, JobPriority lane, CancellationToken cancellationToken)
    {
        var users = jobs.Select(j => j.UserId).Distinct().ToArray();
        await using var batch = db.CreateBatch();
        // Two transactions of one user would take the same turn. In the order of hashes, so that none wait for each other.
        batch.Add(
            $"select pg_advisory_xact_lock({AdvisoryLocks.QueueTurns}, h) from (select distinct hashtext(u) as h from unnest($1) as u order by h) as hashes", users);
        batch.Add(
            """
            select coalesce((select turn from jobs where status = 0 and lane = $2 and id <> all($3) order by turn limit 1), 0), u,
                   coalesce((select turn from jobs where status = 0 and user_id = u and lane = $2 and id <> all($3) order by turn desc limit 1), 0)
            from unnest($1) as u
            """, users, (int)lane, jobs.Select(j => j.Id).ToArray());
        var (next, last) = (0L, new Dictionary<string, long>());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            (next, last[reader.GetString(1)]) = (reader.GetInt64(0), reader.GetInt64(2));
        return (next, last);
    }
}
