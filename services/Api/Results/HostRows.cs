using Npgsql;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results;

/// <summary>What a batch taught about its host.</summary>
internal static class HostRows
{
    // Of each new measurement, so much is believed: five batches after a change, most of it is known.
    private const double Weight = 0.3;

    public static void Measure(NpgsqlBatch batch, CrawlBatchCompleted message)
    {
        var pages = message.Crawled + message.Failed;
        if (pages > 0)
            batch.Add(
                """
                insert into hosts (name, ms_per_page) values ($1, $2)
                on conflict (name) do update set ms_per_page = coalesce(hosts.ms_per_page * (1 - $3::float8) + excluded.ms_per_page * $3::float8, excluded.ms_per_page)
                """,
                message.Host, (double)message.DurationMs / pages, Weight);
        if (message.RobotsCrawlDelayMs is { } delay)
            batch.Add(
                "insert into hosts (name, crawl_delay_ms) values ($1, $2) on conflict (name) do update set crawl_delay_ms = excluded.crawl_delay_ms",
                message.Host, delay);
    }
}
