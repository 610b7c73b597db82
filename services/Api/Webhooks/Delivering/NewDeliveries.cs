using System.Text;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Events;

namespace Trawl.Api.Webhooks.Delivering;

/// <summary>
/// Reads users' channels from where each webhook's cursor stands, and makes deliveries of what is new, in one transaction with the
/// cursor: whoever dies meanwhile, each event becomes one delivery. The log is the backlog: a webhook that is far behind is not read on.
/// </summary>
internal sealed class NewDeliveries(IDbContextFactory<TrawlDbContext> contexts, TimeProvider time)
{
    public const int EventsAtOnce = 500;
    private const int WebhooksAtOnce = 100;
    private const int MostUntried = 200;

    /// <summary>The channels that somebody has a webhook on.</summary>
    public async Task<IReadOnlySet<string>> ChannelsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = await db.Webhooks.Where(webhook => webhook.DisabledAt == null).Select(webhook => webhook.UserId).Distinct().ToListAsync(cancellationToken);
        return users.Select(ChannelNames.User).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Reads one lot; whether there was any.</summary>
    public async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // First tries go in order: where the delivery so far back has been tried, those before it have.
        var behind = await db.Webhooks.FromSql(
            $"""
            select w.* from webhooks w join channels c on c.name = 'user:' || w.user_id
            where w.disabled_at is null and c.seq > w.cursor and coalesce((
                select d.attempts > 0 or d.status <> 0 from webhook_deliveries d
                where d.webhook_id = w.id and d.seq <= w.cursor - {MostUntried} order by d.seq desc limit 1), true)
            limit {WebhooksAtOnce} for update of w skip locked
            """).AsNoTracking().ToListAsync(cancellationToken);
        var read = 0;
        foreach (var webhook in behind)
            read += await ReadOnAsync(db, webhook, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return read > 0;
    }

    private async Task<int> ReadOnAsync(TrawlDbContext db, Webhook webhook, CancellationToken cancellationToken)
    {
        var channel = ChannelNames.User(webhook.UserId);
        var events = await db.Events.AsNoTracking().Where(e => e.Channel == channel && e.Seq > webhook.Cursor)
            .OrderBy(e => e.Seq).Take(EventsAtOnce).ToListAsync(cancellationToken);
        if (events.Count == 0)
            return 0;
        var wanted = webhook.Events.Length == 0 ? events : events.FindAll(e => webhook.Events.Contains(e.Type));
        var now = time.GetUtcNow();
        await using var batch = db.CreateBatch();
        if (wanted.Count > 0)
            batch.Add(
                """
                insert into webhook_deliveries (id, webhook_id, seq, type, payload, status, attempts, next_attempt_at, created_at)
                select i, $1, s, t, p, 0, 0, $2, $2 from unnest($3, $4, $5, $6) as d(i, s, t, p)
                on conflict (webhook_id, seq) do nothing
                """,
                webhook.Id, now, wanted.Select(_ => Guid.CreateVersion7(now)).ToArray(), wanted.Select(e => e.Seq).ToArray(),
                wanted.Select(e => e.Type).ToArray(), wanted.Select(PayloadOf).ToArray());
        batch.Add("update webhooks set cursor = $1 where id = $2", events[^1].Seq, webhook.Id);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return events.Count;
    }

    // What any other subscriber of the channel gets.
    private static string PayloadOf(LoggedEvent logged) => Encoding.UTF8.GetString(ChannelEventJson.Write(EventRelay.Of(logged)).Body.Span);
}
