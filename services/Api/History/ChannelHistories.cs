using System.Data;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Hosts;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Jobs.Views;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.History;

/// <summary>Channels read from one database snapshot: owner, position, state and events belong together.</summary>
public sealed class ChannelHistories(QueuePlaces queue, SlowHosts slow)
{
    public const int MostEvents = 1000;

    /// <param name="after">Null: where the channel stands, without events.</param>
    public async Task<ChannelHistory> ReadAsync(TrawlDbContext db, string channel, long? after, int limit, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var head = await HeadAsync(db, channel, cancellationToken);
        return head.Found && after is { } position
            ? await WithEventsAsync(db, head, position, Math.Clamp(limit, 1, MostEvents), cancellationToken)
            : head;
    }

    private async Task<ChannelHistory> HeadAsync(TrawlDbContext db, string channel, CancellationToken cancellationToken)
    {
        if (ChannelNames.IsJob(channel, out var jobId))
            return await db.Jobs.AsNoTracking().FirstOrDefaultAsync(j => j.Id == jobId, cancellationToken) is { } job
                ? Head(channel, job.UserId, job.Seq) with
                {
                    Snapshot = await SnapshotAsync(db, job, cancellationToken),
                    Ended = job.Status.IsTerminal(),
                }
                : Head(channel, null, 0) with { Found = false };
        var isUser = ChannelNames.IsUser(channel, out var userId);
        if (!isUser && channel != ChannelNames.System)
            return Head(channel, null, 0) with { Found = false };
        var seq = await db.Channels.Where(c => c.Name == channel).Select(c => c.Seq).FirstOrDefaultAsync(cancellationToken);
        return Head(channel, isUser ? userId : null, seq);
    }

    private async Task<JsonElement> SnapshotAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken)
    {
        var (place, slowedBy) = (await queue.OfAsync(job, cancellationToken), await slow.OfAsync(db, job, cancellationToken));
        var clarifications = await JobClarifications.OfAsync(db, job, cancellationToken);
        return JsonSerializer.SerializeToElement(JobView.From(job, place, slowedBy, clarifications), TrawlJson.Options);
    }

    private static async Task<ChannelHistory> WithEventsAsync(
        TrawlDbContext db, ChannelHistory head, long after, int limit, CancellationToken cancellationToken)
    {
        if (after < 0 || after > head.Seq)
            return head with { Recovered = false };
        var events = await ChannelLog.ReadAsync(db, head.Channel, after, limit, cancellationToken);
        // Cut away, should old events ever be: a log with a hole is not served as if it were whole.
        var whole = after == head.Seq || (events.Count > 0 && events[0].Seq == after + 1);
        return whole ? head with { Events = events } : head with { Recovered = false };
    }

    private static ChannelHistory Head(string channel, string? owner, long seq) =>
        new() { Channel = channel, Found = true, OwnerId = owner, Seq = seq, Recovered = true, Ended = false, Events = [] };
}
