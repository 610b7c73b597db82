using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>The one outcome of a page: <see cref="Crawled"/> or <see cref="Failed"/>, never both.</summary>
internal readonly record struct PageResult(PageCrawled? Crawled, PageFailed? Failed)
{
    public int DurationMs => Crawled?.DurationMs ?? Failed!.DurationMs;
    public int? HttpStatus => Crawled is null ? Failed!.HttpStatus : Crawled.HttpStatus;
}
