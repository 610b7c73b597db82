using System.Diagnostics;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Queue;
using Trawl.Api.Queue.Order;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Dispatch.Care;

/// <summary>
/// Tells queued jobs when their place changed: the first hundred at every turn, those further back some at a time, so that a turn
/// costs the same however long the queue is, and nobody is left with an old place.
/// </summary>
internal sealed class QueueNotices(QueuePlaces places, QueueIndex queue, IEventPublisher publisher, TimeProvider time)
{
    private const int First = 100;
    private const int Further = 200;
    private readonly Dictionary<Guid, QueuePlace> _told = [];
    private readonly QueueRound _round = new();

    public async Task RunAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        // The dispatcher has other things to do than to wait for it.
        if (!queue.IsLoaded)
            return;
        // Also when it is seen for the first time: its place may have changed since `queued` said it.
        var changed = new Dictionary<Guid, QueuePlace>();
        foreach (var key in _round.Next(queue, Further))
            if (places.PlaceOf(key) is var place && Differs(place, _told.GetValueOrDefault(key.Id)))
                changed[key.Id] = place;
        foreach (var key in queue.Slice(0, First))
            if (places.PlaceOf(key) is var place && _told.GetValueOrDefault(key.Id) is var told && (Differs(place, told) || place.Total != told?.Total))
                changed[key.Id] = place;
        Forget();
        if (changed.Count == 0)
            return;
        foreach (var (id, version, userId) in (await BumpAsync(db, [.. changed.Keys], cancellationToken)).OrderBy(job => changed[job.Id].Position))
            Publish(id, userId, _told[id] = changed[id], version);
    }

    // An estimate that moves a little is no news; that there is one, where there was none, is.
    private static bool Differs(QueuePlace place, QueuePlace? told) =>
        told is null || place.Position != told.Position || place.EstimatedWaitSeconds is null != told.EstimatedWaitSeconds is null;

    // Those who have left: looked for when they may be as many as those who are there.
    private void Forget()
    {
        if (_told.Count <= 2 * queue.Count + First)
            return;
        foreach (var id in _told.Keys.Where(id => !queue.Holds(id)).ToArray())
            _told.Remove(id);
    }

    private void Publish(Guid jobId, string userId, QueuePlace place, long version)
    {
        var told = new ChannelEvent
        {
            Type = EventTypes.QueuePosition, Channel = ChannelNames.Job(jobId), JobId = jobId, Version = version, Timestamp = time.GetUtcNow(),
            Traceparent = Activity.Current?.Id, Data = ChannelEventJson.Data(place),
        };
        publisher.Publish(told, userId);
    }

    /// <summary>A new place is something that a frontend can see: the version grows with it, in the jobs that are still queued.</summary>
    private static async Task<List<(Guid Id, long Version, string UserId)>> BumpAsync(TrawlDbContext db, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add(
            """
            with mine as materialized (select id from jobs where id = any($1) and status = 0 order by id for update)
            update jobs j set version = j.version + 1 from mine where j.id = mine.id returning j.id, j.version, j.user_id
            """, ids);
        var versions = new List<(Guid, long, string)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            versions.Add((reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2)));
        return versions;
    }
}
