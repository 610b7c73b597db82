using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Leases;

/// <summary>Leases as results come in.</summary>
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

    public static void RemoveEmpty(NpgsqlBatch batch, Guid[] leaseIds, DateTimeOffset now) => batch.Add(
        """
        with gone as (delete from leases where id = any($1) and size <= 0 returning host, delay_ms)
        insert into hosts (name, not_before)
        select host, $2::timestamptz + max(delay_ms) * interval '1 millisecond' from gone where host is not null and delay_ms > 0 group by host order by host
        on conflict (name) do update set not_before = greatest(hosts.not_before, excluded.not_before)
        """,
        leaseIds, now);
}
