using Trawl.Contracts.Crawling;
using Trawl.Crawler.Extraction;
using Trawl.Crawler.Fetching;
using Trawl.Web;

namespace Trawl.Crawler.CrawlBatches.Pages;

/// <summary>One page of a batch under way, from now on, and the forms that its outcome can take.</summary>
internal sealed class PageVisit(CrawlBatch batch, PageToCrawl page, UrlScope scope, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();

    public CrawlBatch Batch => batch;

    public PageToCrawl Page => page;

    public UrlScope Scope => scope;

    private int ElapsedMs => (int)time.GetElapsedTime(started).TotalMilliseconds;

    public PageResult Stored(FetchedPage fetched, ExtractedPage extracted, string? canonical) => new()
    {
        Crawled = new PageCrawled
        {
            BatchId = batch.BatchId,
            JobId = batch.JobId,
            PageId = page.PageId,
            Url = page.Url,
            HttpStatus = fetched.HttpStatus,
            NotModified = false,
            Title = extracted.Title,
            Language = extracted.Language ?? fetched.ContentLanguage?.Split(',')[0].Trim(),
            Description = extracted.Description,
            Canonical = canonical,
            Markdown = extracted.Markdown,
            ContentHash = ContentHash.Of(extracted.Title, extracted.Markdown),
            ETag = fetched.ETag,
            LastModified = fetched.LastModified,
            Links = extracted.Links,
            SkippedLinks = NullIfEmpty(extracted.SkippedLinks),
            Bytes = fetched.Body.Received,
            DurationMs = ElapsedMs,
        },
    };

    /// <summary>A 304 need not repeat what it was asked with.</summary>
    public PageResult Unchanged(FetchedPage fetched) => new()
    {
        Crawled = new PageCrawled
        {
            BatchId = batch.BatchId,
            JobId = batch.JobId,
            PageId = page.PageId,
            Url = page.Url,
            HttpStatus = fetched.HttpStatus,
            NotModified = true,
            Markdown = "",
            ContentHash = "",
            ETag = fetched.ETag ?? page.ETag,
            LastModified = fetched.LastModified ?? page.LastModified,
            Links = [],
            Bytes = fetched.Body.Received,
            DurationMs = ElapsedMs,
        },
    };

    public PageResult Failed(
        FetchFailure failure, IReadOnlyList<string>? links = null, IReadOnlyList<SkippedLink>? skipped = null, string? redirectTarget = null) => new()
        {
            Failed = new PageFailed
            {
                BatchId = batch.BatchId,
                JobId = batch.JobId,
                PageId = page.PageId,
                Url = page.Url,
                Reason = failure.Reason,
                Message = failure.Message,
                HttpStatus = failure.HttpStatus,
                Retryable = failure.Retryable,
                RetryAfterMs = failure.RetryAfterMs,
                Links = links ?? [],
                SkippedLinks = NullIfEmpty(skipped),
                RedirectTarget = redirectTarget,
                ETag = failure.ETag,
                LastModified = failure.LastModified,
                Bytes = failure.Bytes,
                DurationMs = ElapsedMs,
            },
        };

    public PageResult Sitemap(
        IReadOnlyList<string> urls, IReadOnlyList<string> sitemaps, string? message, FetchedPage? fetched = null, IReadOnlyList<SkippedLink>? skipped = null) => new()
        {
            Sitemap = new SitemapRead
            {
                BatchId = batch.BatchId,
                JobId = batch.JobId,
                PageId = page.PageId,
                Url = page.Url,
                NotModified = fetched?.HttpStatus == 304,
                Urls = urls,
                Sitemaps = sitemaps,
                SkippedLinks = NullIfEmpty(skipped),
                ETag = fetched?.ETag ?? (fetched?.HttpStatus == 304 ? page.ETag : null),
                LastModified = fetched?.LastModified ?? (fetched?.HttpStatus == 304 ? page.LastModified : null),
                Message = message,
                DurationMs = ElapsedMs,
            },
            SitemapBytes = fetched?.Body.Received ?? 0,
            SitemapStatus = fetched?.HttpStatus,
        };

    private static IReadOnlyList<SkippedLink>? NullIfEmpty(IReadOnlyList<SkippedLink>? skipped) => skipped is { Count: > 0 } ? skipped : null;
}
