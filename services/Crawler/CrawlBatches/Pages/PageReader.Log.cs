namespace Trawl.Crawler.CrawlBatches.Pages;

internal sealed partial class PageReader
{
    [LoggerMessage(1411, LogLevel.Error, "The text of {Url} could not be read")]
    private partial void LogUnreadable(string url, Exception exception);
}
