using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results;

/// <summary>What an outcome means for its page. No database here: what is stored was read before, and is written after.</summary>
internal static class PageDecision
{
    // A host that asks for patience gets it: how long it waits in between grows with each try, and is the host's, not the page's.
    private const int ThrottledAttempts = 10;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The host said that it wants less, not that something is wrong with the page.</summary>
    public static bool IsThrottled(PageFailed? failed) => failed?.HttpStatus is 429 or 503;

    public static void Make(OpenPage page, CrawlOptions options, int maxAttempts, DateTimeOffset now)
    {
        page.AttemptsAfter = page.Attempts;
        if (page.Outcome.Failed is { } failed)
            NoDocument(page, failed, maxAttempts, now);
        else if (page.Job.SourceId is null)
            Skip(page, PageFailureReason.JobEnded, "The source was deleted.");
        else if (page.Job.Completed >= options.MaxPages)
            Skip(page, PageFailureReason.MaxPages, null);
        else
            Document(page, page.Outcome.Crawled!, options, now);
    }

    private static void Document(OpenPage page, PageCrawled crawled, CrawlOptions options, DateTimeOffset now)
    {
        if (crawled.NotModified && page.StoredId is null)
        {
            // The stored copy it was compared with is gone: fetch it whole.
            page.Status = PageStatus.Pending;
            page.NotBefore = now;
            return;
        }

        page.Status = PageStatus.Completed;
        page.DocumentId = page.StoredId ?? Guid.CreateVersion7(now);
        page.Store = !crawled.NotModified && page.StoredHash != crawled.ContentHash;
        page.Unchanged = page.StoredId is not null && !page.Store;
        var hash = page.Store ? crawled.ContentHash : page.StoredHash;
        page.Embed = page.Job.Status != JobStatus.Cancelling && (page.EmbeddedHash != hash || options.Models.Except(page.EmbeddedModels).Any());
    }

    private static void NoDocument(OpenPage page, PageFailed failed, int maxAttempts, DateTimeOffset now)
    {
        page.AttemptsAfter = page.Attempts + 1;
        page.Reason = PageOutcome.NameOf(failed.Reason);
        page.Message = failed.Message;
        var throttled = IsThrottled(failed);
        if (failed.Retryable && page.AttemptsAfter < (throttled ? Math.Max(maxAttempts, ThrottledAttempts) : maxAttempts))
        {
            if (page.Job.Status == JobStatus.Cancelling)
            {
                Skip(page, PageFailureReason.JobEnded, failed.Message);
                return;
            }

            page.Status = PageStatus.Pending;
            var wait = failed.RetryAfterMs is { } asked ? TimeSpan.FromMilliseconds(asked) : TimeSpan.FromSeconds(throttled ? 1 : 1 << page.AttemptsAfter);
            page.NotBefore = now + (wait > LongestWait ? LongestWait : wait);
            return;
        }

        page.Status = PageOutcome.IsSkip(failed.Reason) ? PageStatus.Skipped : PageStatus.Failed;
    }

    private static void Skip(OpenPage page, PageFailureReason reason, string? message)
    {
        page.Status = PageStatus.Skipped;
        page.Reason = PageOutcome.NameOf(reason);
        page.Message = message;
    }
}
