using Npgsql;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results;

/// <summary>What results teach about hosts: how fast they are, what their robots.txt asks for, and when they want to be left alone.</summary>
internal static class HostRows
{
    // Of each new measurement, so much is believed: five batches after a change, most of it is known.
    private const double Weight = 0.3;

    public static void Measure(NpgsqlBatch batch, CrawlBatchCompleted message)
    {
        var pages = message.Crawled + message.Failed;
        // With a Crawl-delay the time is that of the pauses.
        if (pages > 0 && message.RobotsCrawlDelayMs is null)
            batch.Add(
                """
                insert into hosts (name, ms_per_page) select $1, $2 where not exists (select 1 from leases where id = $4 and delay_ms > 0)
                on conflict (name) do update set ms_per_page = coalesce(hosts.ms_per_page * (1 - $3::float8) + excluded.ms_per_page * $3::float8, excluded.ms_per_page)
                """,
                message.Host, (double)message.DurationMs / pages, Weight, message.BatchId);
        if (message.RobotsCrawlDelayMs is { } delay)
            batch.Add(
                "insert into hosts (name, crawl_delay_ms) values ($1, $2) on conflict (name) do update set crawl_delay_ms = excluded.crawl_delay_ms",
                message.Host, delay);
    }

    /// <summary>A batch in which every request was left without an answer.</summary>
    public static void Unreachable(NpgsqlBatch batch, CrawlBatchCompleted message, DateTimeOffset now)
    {
        if (message.Crawled == 0 && message.Unanswered > 0 && message.Unanswered == message.Failed)
            BackOff(batch, [new HostRest(message.Host, "unreachable", null)], now);
    }

    /// <summary>
    /// What the pages of one transaction were told: 429 and 503 mean all of the host's pages and make it back off; Retry-After of
    /// any answer means them all too.
    /// </summary>
    public static void Rest(NpgsqlBatch batch, List<(string Host, PageFailed? Failed)> pages, DateTimeOffset now)
    {
        // These hosts are changed again when their leases end: always in one order, so that two transactions never wait for each other.
        batch.Add("select 1 from hosts where name = any($1) order by name for update", pages.Select(p => p.Host).Distinct().ToArray());
        BackOff(batch, [.. pages.Where(p => Retries.ConcernsHost(p.Failed)).GroupBy(p => p.Host, p => p.Failed!).Select(RestOf)], now);
    }

    private static HostRest RestOf(IGrouping<string, PageFailed> host)
    {
        var throttled = host.Where(Retries.IsThrottled).ToList();
        var reason = throttled.Count == 0 ? "" : throttled.Exists(failed => failed.HttpStatus == 429) ? "rate_limited" : "unavailable";
        return new HostRest(host.Key, reason, host.Max(failed => failed.RetryAfterMs));
    }

    /// <summary>Twice as long as last time, from a second to five minutes; what is heard while it rests belongs to the same time.</summary>
    private static void BackOff(NpgsqlBatch batch, HostRest[] told, DateTimeOffset now)
    {
        const string grown =
            """
            case when excluded.back_off_reason is null or (h.back_off_ms > 0 and h.not_before > $4) then h.back_off_ms
                 else least(300000, greatest(1000, h.back_off_ms * 2)) end
            """;
        // Not all who were sent away at once shall be back at once. Retry-After itself is never undercut.
        const string jitter = "(0.75 + random() / 2) * interval '1 millisecond'";
        batch.Add(
            $"""
            insert into hosts as h (name, back_off_ms, back_off_reason, not_before)
            select name, least_ms, nullif(reason, ''), $4::timestamptz + greatest(wait_ms * interval '1 millisecond', least_ms * {jitter})
            from unnest($1, $2, $3) as n(name, reason, wait_ms), lateral (select case reason when '' then 0 else 1000 end as least_ms) l order by name
            on conflict (name) do update set back_off_ms = {grown}, back_off_reason = coalesce(excluded.back_off_reason, h.back_off_reason),
              not_before = greatest(h.not_before, excluded.not_before, case when excluded.back_off_reason is not null then $4::timestamptz + ({grown}) * {jitter} end)
            """,
            Array.ConvertAll(told, h => h.Host), Array.ConvertAll(told, h => h.Reason),
            Array.ConvertAll(told, h => (int)Math.Min(h.WaitMs ?? 0, Retries.LongestWait.TotalMilliseconds)), now);
    }

    private sealed record HostRest(string Host, string Reason, int? WaitMs);
}
