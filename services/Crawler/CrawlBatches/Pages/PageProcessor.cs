using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Web;

namespace Trawl.Crawler.CrawlBatches.Pages;

/// <summary>Takes one page from its URL to its outcome.</summary>
internal sealed class PageProcessor(PageFetcher fetcher, PageReader pages, SitemapProcessor sitemaps, TimeProvider time)
{
    /// <summary>Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task<PageResult> ProcessAsync(
        CrawlBatch batch, PageToCrawl page, UrlScope scope, BatchRobots robots, BatchPace pace, CancellationToken cancellationToken)
    {
        var visit = new PageVisit(batch, page, scope, time);
        if (!WebUrl.TryParse(page.Url, out var url))
            return visit.Failed(new FetchFailure(PageFailureReason.UrlNotAllowed, "This is no URL that can be fetched."));
        if (page.Kind == PageKind.Sitemap)
            return await sitemaps.ProcessAsync(visit, url, robots, cancellationToken);
        if (robots.Refusal(url) is { } refusal)
            return visit.Failed(refusal);
        var outcome = await fetcher.FetchAsync(page, cancellationToken);
        if (outcome is FetchFailure { Location: { } other } && OwnSpelling(url, other) is { } spelling && robots.RulesOf(url)?.Allows(new Uri(spelling).PathAndQuery) != false)
        {
            // The site insists on parameters in its own order, or on a session's name: with that it tells what it has.
            await pace.WaitAsync(cancellationToken);
            pace.Asked();
            outcome = await fetcher.FetchAsync(page with { Url = spelling }, cancellationToken);
        }

        switch (outcome)
        {
            case FetchFailure { Location: { } location } redirect:
                return Redirected(visit, redirect, url, location);
            case FetchFailure failure:
                return visit.Failed(failure);
            case FetchedPage fetched:
                using (fetched)
                    return fetched.HttpStatus == 304 ? NotModified(visit, fetched) : await pages.ReadAsync(visit, url, fetched, cancellationToken);
            default:
                throw new InvalidOperationException($"A fetch ended as {outcome}.");
        }
    }

    private static PageResult NotModified(PageVisit visit, FetchedPage fetched) => visit.Page is { ETag: null, LastModified: null }
        ? visit.Failed(new FetchFailure(PageFailureReason.ConnectionFailed, "The server answered 304 to a question that was not asked.", 304))
        : visit.Unchanged(fetched);

    /// <summary>Where a redirect leads that only spells the same URL otherwise; else null.</summary>
    private static string? OwnSpelling(WebUrl url, string location)
    {
        if (!WebUrl.TryResolve(new Uri(url.Value), location, out var target) || target.Value != url.Value || !Uri.TryCreate(new Uri(url.Value), location, out var raw))
            return null;
        var spelling = raw.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        return spelling == url.Value ? null : spelling;
    }

    private PageResult Redirected(PageVisit visit, FetchFailure redirect, WebUrl url, string location)
    {
        if (!WebUrl.TryResolve(new Uri(url.Value), location, out var target) || !visit.Scope.Contains(target))
            return visit.Failed(
                redirect with { Reason = PageFailureReason.OutOfScope, Message = $"It leads out of the crawl, to {Shorten(target?.Value ?? location)}." },
                redirectTarget: target?.Value);
        if (target.Value == url.Value)
            return visit.Failed(redirect with { Message = "It leads to itself." });
        var outcome = redirect with { Message = $"It leads to {Shorten(target.Value)}." };
        // Some redirects add to themselves without end.
        return UrlTraps.Of(target, url, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) is null
            ? visit.Failed(outcome, [target.Value])
            : visit.Failed(outcome, skipped: [new SkippedLink { Url = target.Value, Reason = PageFailureReason.Trap }]);
    }

    private static string Shorten(string url) => url.Length <= 200 ? url : url[..200] + "…";
}
