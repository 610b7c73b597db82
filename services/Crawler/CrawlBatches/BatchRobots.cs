using Trawl.Contracts.Crawling;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Robots;
using Trawl.Web;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>
/// What the robots.txt of a batch's sites say, looked up before the first page and then held to the batch's end: pages are
/// judged alike and the Crawl-delay stays, whatever becomes of the file meanwhile. Asked for nothing, it allows everything.
/// </summary>
internal sealed class BatchRobots(RobotsCache cache, TimeSpan retry)
{
    // One host has two sites at most: http and https.
    private readonly List<(string Origin, RobotsVerdict Verdict)> sites = new(1);

    /// <summary>The longest of all sites; null when none names one.</summary>
    public TimeSpan? CrawlDelay { get; private set; }

    /// <summary>Reads what is not yet known.</summary>
    /// <param name="pages">Of the batch.</param>
    /// <param name="pace">Awaited before anything is asked over the network.</param>
    /// <param name="asked">Called when it was.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task LearnAsync(IReadOnlyList<PageToCrawl> pages, Func<CancellationToken, Task> pace, Action asked, CancellationToken cancellationToken)
    {
        foreach (var page in pages)
        {
            if (IndexOf(page.Url) >= 0 || !WebUrl.TryParse(page.Url, out var url))
                continue;
            var origin = url.Origin;
            if (!cache.TryGet(origin, out var verdict))
            {
                await pace(cancellationToken);
                verdict = await cache.GetAsync(origin, cancellationToken);
                asked();
            }

            sites.Add((origin, verdict));
            if (verdict.Rules?.CrawlDelay is { } delay && !(delay <= CrawlDelay))
                CrawlDelay = delay;
        }
    }

    /// <summary>The rules of a URL's site; null when they could not be read, or were not asked for.</summary>
    public RobotsRules? RulesOf(WebUrl url) => IndexOf(url.Value) is >= 0 and var i ? sites[i].Verdict.Rules : null;

    /// <summary>Why a page must not be asked for, now or at all; null when it may.</summary>
    public FetchFailure? Refusal(WebUrl url)
    {
        if (IndexOf(url.Value) is not (>= 0 and var i))
            return null;
        var verdict = sites[i].Verdict;
        if (verdict.Rules is { } rules)
            return rules.Allows(url.PathAndQuery) ? null : new FetchFailure(PageFailureReason.RobotsDisallowed, "The site's robots.txt forbids it.");
        var failure = verdict.Failure!;
        var wait = Math.Max(failure.RetryAfterMs ?? 0, (int)retry.TotalMilliseconds);
        return failure with { Message = $"The site's robots.txt could not be read. {failure.Message}", RetryAfterMs = failure.Retryable ? wait : null };
    }

    private int IndexOf(string url)
    {
        for (var i = 0; i < sites.Count; i++)
        {
            var origin = sites[i].Origin;
            if (url.Length > origin.Length && url[origin.Length] == '/' && url.StartsWith(origin, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }
}
