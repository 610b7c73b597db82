using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages.Cache;

/// <summary>What a URL answered last, read for a 304: it stands for that answer, which is then treated as if it had come again.</summary>
internal sealed record CachedOutcome(string Links, string? Reason, string? ContentHash, string? Canonical)
{
    public PageOutcome Recall(PageOutcome outcome)
    {
        var (urls, sitemaps, skipped) = CachedLinks.Read(Links);
        if (outcome.Sitemap is { } sitemap)
            return outcome with { Sitemap = sitemap with { Urls = urls, Sitemaps = sitemaps, SkippedLinks = skipped }, IsKnown = true };
        var page = outcome.Crawled!;
        if (Reason is null)
            return outcome with { Crawled = page with { Links = urls, SkippedLinks = skipped, ContentHash = ContentHash ?? "", Canonical = Canonical }, IsKnown = true };
        var same = new PageFailed
        {
            BatchId = page.BatchId, JobId = page.JobId, PageId = page.PageId, Url = page.Url, Reason = PageOutcome.ReasonOf(Reason),
            Message = "It was so before, and nothing has changed.", HttpStatus = page.HttpStatus, Retryable = false, Links = urls, SkippedLinks = skipped, Bytes = page.Bytes,
            DurationMs = page.DurationMs,
        };
        return outcome with { Crawled = null, Failed = same, IsKnown = true };
    }
}
