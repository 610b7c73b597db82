using System.Diagnostics.Metrics;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.CrawlBatches.Pages;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.Crawler;

/// <summary>What the Crawler measures.</summary>
internal static class CrawlerMetrics
{
    private static readonly Counter<long> Pages = TrawlTelemetry.Meter.CreateCounter<long>("trawl.crawler.pages", "{page}", "Pages done, by outcome.");
    private static readonly Counter<long> Bytes = TrawlTelemetry.Meter.CreateCounter<long>("trawl.crawler.bytes", "By", "Body bytes received.");
    private static readonly Histogram<double> Duration = TrawlTelemetry.Meter.CreateHistogram<double>("trawl.crawler.fetch.duration", "s", "From a request's start to the page's text.");

    private static readonly KeyValuePair<string, object?> CrawledTag = new("outcome", "crawled");
    private static readonly KeyValuePair<string, object?> SitemapTag = new("outcome", "sitemap");
    private static readonly KeyValuePair<string, object?>[] FailureTags =
        [.. Enum.GetValues<PageFailureReason>().Select(reason => new KeyValuePair<string, object?>("outcome", Activity.ReasonNames.Of(reason)))];

    public static void PageDone(in PageResult result)
    {
        Pages.Add(1, result.Failed is { } failed ? FailureTags[(int)failed.Reason] : result.Crawled is null ? SitemapTag : CrawledTag);
        Bytes.Add(result.Bytes);
        Duration.Record(result.DurationMs / 1000.0);
    }
}
