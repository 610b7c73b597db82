using Npgsql;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Jobs.Leases;

/// <summary>
/// Leases of crawl batches as results come in. A lease goes when its crawler has said that the batch is over and every page
/// has its outcome. The host is free when the batch is over, but where pages failed not before it is known of what: the
/// next batch must not ask a host that has just said to be left alone.
/// </summary>
internal static class LeaseRows
{
    /// <summary>So many rows of each lease are done: it lives on, or goes with the last of them and lets its host rest.</summary>
    public static void Settle(NpgsqlBatch batch, IEnumerable<KeyValuePair<Guid, int>> done, DateTimeOffset now, TimeSpan duration)
    {
        var leases = done.OrderBy(l => l.Key).ToArray();
        if (leases.Length == 0)
            return;
        var ids = Array.ConvertAll(leases, l => l.Key);
        batch.Add(
            "update leases l set size = l.size - n.done, published = true, expires_at = $3 from unnest($1, $2) as n(id, done) where l.id = n.id",
            ids, Array.ConvertAll(leases, l => l.Value), now + duration);
        RemoveEmpty(batch, ids, now);
    }

    /// <summary>The crawler has no request under way any more; <paramref name="givenBack"/> rows of the lease are pending again.</summary>
    public static void Over(NpgsqlBatch batch, CrawlBatchCompleted message, int givenBack, DateTimeOffset now, TimeSpan duration)
    {
        // The delay may be known only since this batch has read robots.txt.
        batch.Add(
            """
            update leases set concurrency = 0, size = size - $2, delay_ms = greatest(delay_ms, $3), published = true, expires_at = $4
            where id = $1 and host is not null
            """,
            message.BatchId, givenBack, message.RobotsCrawlDelayMs ?? 0, now + duration);
        if (message.Failed == 0)
            batch.Add(
                $"""
                with own as (select id, host, delay_ms from leases where id = $1 and host is not null),
                  freed as (update leases l set host = null from own where l.id = own.id returning own.host, own.delay_ms)
                {(message.Crawled > 0 ? RestAndEase : Rest)}
                """,
                message.BatchId, now);
        RemoveEmpty(batch, [message.BatchId], now);
    }

    /// <summary>Nobody is known to work on them any more. Who did may have asked just now: the host rests all the same.</summary>
    public static void Remove(NpgsqlBatch batch, Guid[] leaseIds, DateTimeOffset now) => batch.Add(
        $"""
        with freed as (delete from leases where id = any($1) returning host, delay_ms)
        {Rest}
        """,
        leaseIds, now);

    private static void RemoveEmpty(NpgsqlBatch batch, Guid[] leaseIds, DateTimeOffset now) => batch.Add(
        $"""
        with freed as (delete from leases where id = any($1) and size <= 0 and concurrency = 0 returning host, delay_ms)
        {RestAndEase}
        """,
        leaseIds, now);

    /// <summary>After <c>freed (host, delay_ms)</c>, with now as <c>$2</c>: the hosts rest.</summary>
    private const string Rest =
        """
        insert into hosts (name, not_before)
        select host, $2::timestamptz + max(delay_ms) * interval '1 millisecond' from freed where host is not null and delay_ms > 0 group by host order by host
        on conflict (name) do update set not_before = greatest(hosts.not_before, excluded.not_before)
        """;

    /// <summary>
    /// As <see cref="Rest"/>; and those that were asked to slow down, and have not said so again in the meantime, may be asked twice as
    /// fast from now on.
    /// </summary>
    private const string RestAndEase =
        """
        insert into hosts (name, not_before)
        select host, case when max(delay_ms) > 0 then $2::timestamptz + max(delay_ms) * interval '1 millisecond' end
        from freed where host is not null group by host order by host
        on conflict (name) do update set
          back_off_ms = case when hosts.not_before > $2 then hosts.back_off_ms when hosts.back_off_ms < 2000 then 0 else hosts.back_off_ms / 2 end,
          back_off_reason = case when hosts.not_before > $2 or hosts.back_off_ms >= 2000 then hosts.back_off_reason end,
          not_before = greatest(hosts.not_before, excluded.not_before)
        where hosts.back_off_ms > 0 or excluded.not_before is not null
        """;
}
