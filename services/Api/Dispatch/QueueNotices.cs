using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Dispatch;

/// <summary>Tells queued jobs when their place changed: the first hundred, since who is further back watches no countdown yet.</summary>
internal sealed class QueueNotices(QueuePlaces queue, IEventPublisher publisher, TimeProvider time)
{
    private const int Most = 100;
    private Dictionary<Guid, (int Position, int Total)> _told = [];

    public async Task RunAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        if (_told.Count == 0 && !await db.Jobs.AnyAsync(j => j.Status == JobStatus.Queued, cancellationToken))
            return;
        var queued = (await queue.ListAsync(db, cancellationToken)).Take(Most).ToList();
        // Also when it is seen for the first time: its place may have changed since `queued` said it.
        var changed = queued.Where(q => !_told.TryGetValue(q.Id, out var told) || told != (q.Place.Position, q.Place.Total)).ToList();
        _told = queued.ToDictionary(q => q.Id, q => (q.Place.Position, q.Place.Total));
        if (changed.Count == 0)
            return;
        var versions = await BumpAsync(db, changed.Select(c => c.Id).ToArray(), cancellationToken);
        foreach (var job in changed)
            if (versions.TryGetValue(job.Id, out var version))
                Publish(job, version);
    }

    private void Publish(QueuedJob job, long version)
    {
        var told = new ChannelEvent
        {
            Type = EventTypes.QueuePosition, Channel = ChannelNames.Job(job.Id), JobId = job.Id, Version = version, Timestamp = time.GetUtcNow(),
            Traceparent = Activity.Current?.Id, Data = ChannelEventJson.Data(job.Place),
        };
        publisher.Publish(told, job.UserId);
    }

    /// <summary>A new place is something that a frontend can see: the version grows with it, in the jobs that are still queued.</summary>
    private static async Task<Dictionary<Guid, long>> BumpAsync(TrawlDbContext db, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            with mine as materialized (select id from jobs where id = any($1) and status = 0 order by id for update)
            update jobs j set version = j.version + 1 from mine where j.id = mine.id returning j.id, j.version
            """, ids);
        var versions = new Dictionary<Guid, long>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            versions[reader.GetGuid(0)] = reader.GetInt64(1);
        return versions;
    }
}
