using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Webhooks.Delivering;

/// <summary>
/// Takes deliveries whose time has come. A webhook has at most one first try under way over all replicas, so that first tries come in the
/// order of the log, and beside it one further try, so that what fails holds up nothing. A delivery is under way while it was tried, has
/// neither answer nor error, and its time has not come again.
/// </summary>
internal sealed class DueDeliveries(IDbContextFactory<TrawlDbContext> contexts, IOptions<WebhooksOptions> options, TimeProvider time)
{
    /// <summary>Beyond a try's own time: past it, whoever took the delivery is dead, and it is sent again.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private TimeSpan Lease => options.Value.Timeout + Grace;

    /// <summary>Takes up to so many; those that waited longest first.</summary>
    public async Task<List<DueDelivery>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var now = time.GetUtcNow();
        await using var batch = db.CreateBatch();
        // Two replicas that look at the same moment choose the same row of a webhook, and only one gets it.
        batch.Add(
            """
            with busy as materialized (
                select webhook_id, attempts > 1 as again from webhook_deliveries
                where status = 0 and next_attempt_at > $1 and next_attempt_at <= $4 and attempts > 0 and response_status is null and error is null
            ), heads as materialized (
                select distinct on (d.webhook_id, d.attempts > 0) d.id, d.webhook_id, d.attempts > 0 as again
                from webhook_deliveries d join webhooks w on w.id = d.webhook_id
                where d.status = 0 and d.next_attempt_at <= $1 and w.disabled_at is null
                order by d.webhook_id, d.attempts > 0, d.seq
            ), taken as (
                select d.id from webhook_deliveries d join heads h on h.id = d.id
                where d.status = 0 and d.next_attempt_at <= $1
                    and not exists (select from busy b where b.webhook_id = h.webhook_id and b.again = h.again)
                order by d.next_attempt_at limit $3 for update of d skip locked
            )
            update webhook_deliveries d set attempts = d.attempts + 1, next_attempt_at = $2, response_status = null, error = null
            from taken t, webhooks w where d.id = t.id and w.id = d.webhook_id
            returning d.id, d.webhook_id, d.payload, d.attempts, w.url, w.secret,
                (select e.timestamp from events e where e.channel = 'user:' || w.user_id and e.seq = d.seq)
            """,
            now, now + Lease, most,
            // Other machines' clocks may be a little ahead, and their leases with them.
            now + (2 * Lease));
        var taken = new List<DueDelivery>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            taken.Add(Read(reader));
        return taken;
    }

    /// <summary>When the next one's time comes that has not come yet.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await db.WebhookDeliveries.Where(d => d.Status == DeliveryStatus.Pending && d.NextAttemptAt > now).MinAsync(d => d.NextAttemptAt, cancellationToken);
    }

    /// <summary>Forgets deliveries that are too old to be looked up.</summary>
    public async Task<int> CutAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Ids begin with their time, and there is an index on them.
        var oldest = Guid.CreateVersion7(time.GetUtcNow() - options.Value.KeptFor);
        return await db.Database.ExecuteSqlAsync(
            $"delete from webhook_deliveries d using webhooks w where d.webhook_id = w.id and d.id < {oldest}", cancellationToken);
    }

    private static DueDelivery Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt32(3), reader.GetString(4), reader.GetString(5), reader.Maybe<DateTimeOffset?>(6));
}
