using System.Diagnostics.Metrics;
using Trawl.Contracts.Crawling;

namespace Trawl.Crawler;

/// <summary>What the Crawler measures.</summary>
internal static class CrawlerMetrics
{
    // The name that the services' telemetry listens to.
    private static readonly Meter Meter = new("Trawl");
    private static readonly Counter<long> Pages = Meter.CreateCounter<long>("trawl.crawler.pages", "{page}", "Pages done, by outcome.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("trawl.crawler.bytes", "By", "Body bytes received.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("trawl.crawler.fetch.duration", "s", "From a request's start to the page's text.");

    private static readonly KeyValuePair<string, object?> CrawledTag = new("outcome", "crawled");
    private static readonly KeyValuePair<string, object?>[] FailureTags =
        [.. Enum.GetValues<PageFailureReason>().Select(reason => new KeyValuePair<string, object?>("outcome", Activity.ReasonNames.Of(reason)))];

    public static void Crawled(long bytes, TimeSpan duration)
    {
        Pages.Add(1, CrawledTag);
        Bytes.Add(bytes);
        Duration.Record(duration.TotalSeconds);
    }

    public static void Failed(PageFailureReason reason, TimeSpan duration)
    {
        Pages.Add(1, FailureTags[(int)reason]);
        Duration.Record(duration.TotalSeconds);
    }
}
