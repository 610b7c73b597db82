using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Contracts.Channels;

namespace Trawl.Api.History;

/// <summary>The stored log of a channel, and waiting for its next entry.</summary>
public sealed class ChannelLog(IDbContextFactory<TrawlDbContext> contexts, DatabaseSignals signals, TimeProvider time)
{
    // Being told of a commit is a hint that a lost connection can lose.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(2);

    /// <summary>Log events after a position, in order, without a gap.</summary>
    public async Task<IReadOnlyList<ChannelEvent>> ReadAsync(string channel, long after, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, channel, after, limit, cancellationToken);
    }

    /// <summary>Returns when the channel has an event after the position (true), or when the time is up (false).</summary>
    public async Task<bool> WaitAsync(string channel, long after, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            // Asked for before looking: a commit in between is then not missed.
            var next = signals.NextOf(channel);
            if (await HasAsync(channel, after, cancellationToken))
                return true;
            var left = timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return false;
            await Task.WhenAny(next, Task.Delay(left < LookAnyway ? left : LookAnyway, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    internal static async Task<List<ChannelEvent>> ReadAsync(TrawlDbContext db, string channel, long after, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.Events.AsNoTracking().Where(e => e.Channel == channel && e.Seq > after)
            .OrderBy(e => e.Seq).Take(limit).ToListAsync(cancellationToken);
        return rows.ConvertAll(EventRelay.Of);
    }

    private async Task<bool> HasAsync(string channel, long after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Events.AnyAsync(e => e.Channel == channel && e.Seq > after, cancellationToken);
    }
}
