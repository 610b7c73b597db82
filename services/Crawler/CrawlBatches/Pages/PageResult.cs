using Trawl.Contracts.Crawling;

namespace Trawl.Crawler.CrawlBatches.Pages;

/// <summary>The one outcome of a page: just one of the three.</summary>
internal readonly record struct PageResult
{
    public PageCrawled? Crawled { get; init; }
    public PageFailed? Failed { get; init; }
    public SitemapRead? Sitemap { get; init; }

    /// <summary>What <see cref="SitemapRead"/> does not tell: null when only robots.txt was needed.</summary>
    public int? SitemapStatus { get; init; }
    public long SitemapBytes { get; init; }

    public int DurationMs => Crawled?.DurationMs ?? Failed?.DurationMs ?? Sitemap!.DurationMs;
    public int? HttpStatus => Crawled?.HttpStatus ?? Failed?.HttpStatus ?? SitemapStatus;
    public long Bytes => Crawled?.Bytes ?? Failed?.Bytes ?? SitemapBytes;

    /// <summary>The site asks to be left alone for a while. That is meant for all that is asked of it, not for one page.</summary>
    public bool IsThrottled => Failed?.HttpStatus is 429 or 503;

    /// <summary>Nobody answered: that says nothing of the page.</summary>
    public bool IsUnanswered =>
        Failed is { HttpStatus: null, Reason: PageFailureReason.HostUnreachable or PageFailureReason.Timeout or PageFailureReason.ConnectionFailed };
}
