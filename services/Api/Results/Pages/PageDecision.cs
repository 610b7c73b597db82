using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Urls;
using Trawl.Contracts.Crawling;
using Trawl.Web;

namespace Trawl.Api.Results.Pages;

/// <summary>What an outcome means for its page. No database here: what is stored was read before, and is written after.</summary>
internal static class PageDecision
{
    public static void Make(OpenPage page, CrawlOptions options, DocumentsNow documents, int maxAttempts, DateTimeOffset now)
    {
        page.AttemptsAfter = page.Attempts;
        if (page.Outcome.Failed is { } failed)
        {
            NoDocument(page, failed, maxAttempts, now);
            Follow(page, failed, documents);
        }
        else if (page.Job.SourceId is null)
            Skip(page, PageFailureReason.JobEnded, "The source was deleted.");
        else if (!page.Outcome.IsKnown)
            AskWhole(page, maxAttempts, now);
        else if (page.Kind == PageKind.Sitemap)
            (page.Status, page.Message) = (PageStatus.Completed, page.Outcome.Sitemap?.Message);
        else if (page.Outcome.Crawled is not { } crawled)
            Skip(page, PageFailureReason.ContentType, "It is a sitemap.");
        else if (crawled.Canonical is { } canonical && !page.IgnoreCanonical)
        {
            Skip(page, PageFailureReason.CanonicalElsewhere, $"Its canonical page is {canonical}.");
            page.LeadsTo = canonical;
            documents.Miss(page);
        }
        else if (documents.OriginalOf(page) is { } original)
        {
            Skip(page, PageFailureReason.Duplicate, $"The same content is stored from {original.Url}.");
            documents.Duplicate(page, original);
        }
        else if (crawled.NotModified && page.StoredHash != crawled.ContentHash)
            AskWhole(page, maxAttempts, now);
        else if (page.Job.Completed >= options.MaxPages)
            Skip(page, PageFailureReason.MaxPages, null);
        else
            Document(page, crawled, options, documents, now);
    }

    private static void Document(OpenPage page, PageCrawled crawled, CrawlOptions options, DocumentsNow documents, DateTimeOffset now)
    {
        page.Status = PageStatus.Completed;
        page.DocumentId = page.StoredId ?? Guid.CreateVersion7(now);
        page.Store = page.StoredHash != crawled.ContentHash;
        page.Unchanged = page.StoredId is not null && !page.Store;
        if (page.Store)
            documents.Store(page);
        page.Embed = page.Job.Status != JobStatus.Cancelling && (page.EmbeddedHash != crawled.ContentHash || options.Models.Except(page.EmbeddedModels).Any());
    }

    private static void NoDocument(OpenPage page, PageFailed failed, int maxAttempts, DateTimeOffset now)
    {
        page.AttemptsAfter = page.Attempts + 1;
        page.Reason = PageOutcome.NameOf(failed.Reason);
        page.Message = failed.Message;
        if (Retries.IsWorthAnother(failed, page.AttemptsAfter, maxAttempts))
        {
            if (page.Job.Status == JobStatus.Cancelling)
            {
                Skip(page, PageFailureReason.JobEnded, failed.Message);
                return;
            }

            page.Status = PageStatus.Pending;
            page.NotBefore = now + Retries.WaitAfter(failed, page.AttemptsAfter);
            return;
        }

        page.Status = PageOutcome.IsSkip(failed.Reason) ? PageStatus.Skipped : PageStatus.Failed;
    }

    /// <summary>Where a page that gave no document leads, and what it says of the one that is stored. An error says nothing of that.</summary>
    private static void Follow(OpenPage page, PageFailed failed, DocumentsNow documents)
    {
        if (page.Status is not (PageStatus.Failed or PageStatus.Skipped))
            return;
        if (failed.Reason == PageFailureReason.Redirected)
            page.LeadsTo = failed.Links.Count > 0 ? failed.Links[0] : null;
        else if (failed is { Reason: PageFailureReason.OutOfScope, RedirectTarget: { } target } && HasMoved(page, target))
            (page.LeadsTo, page.Reason) = (target, PageOutcome.NameOf(PageFailureReason.Redirected));
        else if (failed is { Reason: PageFailureReason.OutOfScope, RedirectTarget: { } elsewhere } && page is { Depth: 0, Kind: PageKind.Page })
            page.Message = MovedRoot.MessageOf(elsewhere);
        if (failed.HttpStatus is 404 or 410 || failed.Reason is PageFailureReason.NoIndex or PageFailureReason.Redirected or PageFailureReason.OutOfScope)
            documents.Miss(page);
    }

    // What was submitted is where its own site says that it is now; and sitemaps have no scope, but must stay with their site.
    private static bool HasMoved(OpenPage page, string target) =>
        (page.Depth == 0 || page.Kind == PageKind.Sitemap) && page.Job.MovedTo.Length < MovedRoot.MostMoves && RegistrableDomain.Of(page.Host) == RegistrableDomain.Of(HostName.Of(target));

    /// <summary>What it was left to has changed in the same transaction.</summary>
    public static void Reopen(OpenPage page, DateTimeOffset now)
    {
        (page.Status, page.NotBefore, page.AskWhole, page.Missing) = (PageStatus.Pending, now, true, false);
        (page.Reason, page.Message, page.DocumentId) = (null, null, null);
        page.Job.Skipped--;
        page.Job.Pending++;
    }

    /// <summary>What it was compared with is gone. Asked once more, and not for ever: a server may say 304 to anything.</summary>
    private static void AskWhole(OpenPage page, int maxAttempts, DateTimeOffset now)
    {
        page.AttemptsAfter = page.Attempts + 1;
        if (page.Job.Status == JobStatus.Cancelling)
            Skip(page, PageFailureReason.JobEnded, null);
        else if (page.AttemptsAfter > maxAttempts)
            (page.Status, page.Reason, page.Message) = (PageStatus.Failed, PageOutcome.NameOf(PageFailureReason.Unreadable), "The server says 304, whatever it is asked.");
        else
            (page.Status, page.NotBefore, page.AskWhole) = (PageStatus.Pending, now, true);
    }

    private static void Skip(OpenPage page, PageFailureReason reason, string? message)
    {
        page.Status = PageStatus.Skipped;
        page.Reason = PageOutcome.NameOf(reason);
        page.Message = message;
    }
}
