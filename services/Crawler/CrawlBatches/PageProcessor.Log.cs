namespace Trawl.Crawler.CrawlBatches;

internal sealed partial class PageProcessor
{
    [LoggerMessage(1411, LogLevel.Error, "The text of {Url} could not be read")]
    private partial void LogUnreadable(string url, Exception exception);
}
