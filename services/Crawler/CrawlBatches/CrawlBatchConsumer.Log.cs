namespace Trawl.Crawler.CrawlBatches;

internal sealed partial class CrawlBatchConsumer
{
    [LoggerMessage(1410, LogLevel.Debug, "Batch {BatchId} of {Host}: {Crawled} crawled, {Failed} failed, {NotFetched} not fetched, in {DurationMs} ms")]
    private partial void LogDone(Guid batchId, string host, int crawled, int failed, int notFetched, int durationMs);
}
