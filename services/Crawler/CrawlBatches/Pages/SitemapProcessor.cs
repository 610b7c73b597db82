using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Robots;
using Trawl.Crawler.Sitemaps;
using Trawl.Web;

namespace Trawl.Crawler.CrawlBatches.Pages;

/// <summary>Takes a sitemap from its URL to the pages and further sitemaps that it names.</summary>
internal sealed class SitemapProcessor(PageFetcher fetcher, TimeProvider time)
{
    /// <summary>Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task<PageResult> ProcessAsync(PageVisit visit, WebUrl url, BatchRobots robots, CancellationToken cancellationToken)
    {
        var rules = robots.RulesOf(url);
        // The first row of a site is a guess at where its sitemap is. Where robots.txt says, nobody has to guess.
        var named = visit.Page.Depth == 0 ? Named(rules, url) : [];
        if (named.Count > 0 && !named.Remove(url.Value))
            return visit.Sitemap([], named, null);
        // One that robots.txt names is meant to be read, whatever its rules say of the folder it is in.
        if (robots.Refusal(url) is { } refusal && !Names(rules, url))
            return visit.Failed(refusal);
        switch (await fetcher.FetchRawAsync(visit.Page, cancellationToken))
        {
            case FetchFailure { Location: { } location } redirect:
                return Redirected(visit, redirect, url, location, named);
            // What else robots.txt names is not lost with it, unless trying again brings both.
            case FetchFailure { Retryable: false } failure when named.Count > 0:
                return visit.Sitemap([], named, failure.Message);
            case FetchFailure failure:
                return visit.Failed(failure);
            case FetchedPage fetched:
                using (fetched)
                    return Read(visit, url, fetched, named);
            case var other:
                throw new InvalidOperationException($"A fetch ended as {other}.");
        }
    }

    private PageResult Read(PageVisit visit, WebUrl url, FetchedPage fetched, List<string> named)
    {
        if (fetched.HttpStatus == 304)
            return visit.Page is { ETag: null, LastModified: null }
                ? visit.Failed(new FetchFailure(PageFailureReason.ConnectionFailed, "The server answered 304 to a question that was not asked.", 304))
                : visit.Sitemap([], [], null, fetched);
        try
        {
            using var wire = fetched.Body.Open();
            using var body = ContentDecoding.Open(wire, fetched.Encodings);
            var content = SitemapParser.Parse(body, url, visit.Scope, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
            return visit.Sitemap(content.Urls, named.Count == 0 ? content.Sitemaps : [.. named.Union(content.Sitemaps)], content.Message, fetched, content.Skipped);
        }
        catch (Exception exception) when (TransportFault.Of(exception) is { } fault)
        {
            return visit.Failed(fault with { HttpStatus = fetched.HttpStatus, Retryable = false });
        }
    }

    // To a row of its own, as a page's is: it is asked no sooner than the host's politeness allows, and with its own validators.
    private static PageResult Redirected(PageVisit visit, FetchFailure redirect, WebUrl url, string location, List<string> named)
    {
        if (!WebUrl.TryResolve(new Uri(url.Value), location, out var target) || !IsOfTheSite(target, url))
            redirect = redirect with { Reason = PageFailureReason.OutOfScope, Message = "It leads out of the site." };
        else if (target.Value == url.Value)
            redirect = redirect with { Message = "It leads to itself." };
        else
            return visit.Sitemap([], [.. named, target.Value], $"It leads to {target.Value}.");
        return named.Count > 0
            ? visit.Sitemap([], named, redirect.Message)
            : visit.Failed(redirect, redirectTarget: redirect.Reason == PageFailureReason.OutOfScope ? target?.Value : null);
    }

    private static bool Names(RobotsRules? rules, WebUrl url) => rules is not null && Named(rules, url).Contains(url.Value);

    private static List<string> Named(RobotsRules? rules, WebUrl url)
    {
        var named = new List<string>();
        foreach (var line in rules?.Sitemaps ?? [])
        {
            if (WebUrl.TryResolve(new Uri(url.Value), line, out var sitemap) && IsOfTheSite(sitemap, url) && !named.Contains(sitemap.Value))
                named.Add(sitemap.Value);
        }

        return named;
    }

    private static bool IsOfTheSite(WebUrl sitemap, WebUrl url) => RegistrableDomain.Of(sitemap.Host) == RegistrableDomain.Of(url.Host);
}
