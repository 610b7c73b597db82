using Microsoft.Extensions.Options;
using Trawl.Crawler.Encodings;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Extraction;
using Trawl.Crawler.Fetching;
using Trawl.Web;

namespace Trawl.Crawler.Robots;

/// <summary>Fetches a site's robots.txt and says what it means that it is there, missing or broken.</summary>
internal sealed class RobotsReader(PageFetcher fetcher, IOptions<CrawlerOptions> options)
{
    /// <summary>What RFC 9309 wants read at least; the rest of a longer file does not count.</summary>
    private const int Limit = 500 * 1024;
    private const int MaxRedirects = 5;

    public async Task<RobotsVerdict> ReadAsync(string origin, CancellationToken cancellationToken)
    {
        var url = origin + "/robots.txt";
        for (var redirects = 0; ; redirects++)
        {
            switch (await fetcher.FetchTextAsync(url, Limit, cancellationToken))
            {
                case FetchedPage page:
                    using (page)
                        return Parse(page);
                case FetchFailure { Location: { } location } when redirects < MaxRedirects && WebUrl.TryResolve(new Uri(url), location, out var target):
                    url = target.Value;
                    break;
                // More redirects than that, or to nowhere: the file is unavailable, as if it were missing.
                case FetchFailure { Reason: PageFailureReason.Redirected }:
                    return RobotsVerdict.Free;
                case FetchFailure failure:
                    return Judge(failure);
            }
        }
    }

    // 4xx means there are no rules. 429 is the exception: a site that asks for less is not told more.
    private static RobotsVerdict Judge(FetchFailure failure) => failure.Reason switch
    {
        PageFailureReason.HttpClientError => RobotsVerdict.Free,
        _ => new RobotsVerdict(null, failure),
    };

    private RobotsVerdict Parse(FetchedPage page)
    {
        var bytes = page.Body.Bytes.Span;
        // A line that the limit cut through would say something else: "Disallow: /" for "Disallow: /private".
        if (bytes.Length >= Limit)
            bytes = bytes[..(bytes.LastIndexOfAny((byte)'\n', (byte)'\r') + 1)];
        using var text = PageText.Decode(bytes, "utf-8", isHtml: false);
        return new RobotsVerdict(RobotsParser.Parse(text.Chars.Span, options.Value.ProductToken), null);
    }
}
