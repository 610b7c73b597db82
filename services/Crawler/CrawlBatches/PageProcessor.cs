using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Extraction;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Robots;
using Trawl.Web;

namespace Trawl.Crawler.CrawlBatches;

/// <summary>Takes one page from its URL to its outcome.</summary>
internal sealed partial class PageProcessor(
    PageFetcher fetcher, RobotsCache robots, IOptions<CrawlerOptions> options, TimeProvider time, ILogger<PageProcessor> logger) : IDisposable
{
    // Parsing more pages at once than there are processors would only keep more of them in memory, and answers waiting.
    private readonly SemaphoreSlim parsing = new(Environment.ProcessorCount);

    /// <summary>Crawl-delay of the batch's site; null when it names none or is not asked.</summary>
    public async Task<TimeSpan?> CrawlDelayAsync(CrawlBatch batch, CancellationToken cancellationToken)
    {
        if (!batch.RespectRobots || !WebUrl.TryParse(batch.Pages[0].Url, out var url))
            return null;
        return (await robots.GetAsync(OriginOf(url), cancellationToken)).Rules?.CrawlDelay;
    }

    /// <summary>Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task<PageResult> ProcessAsync(CrawlBatch batch, PageToCrawl page, UrlScope scope, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (!WebUrl.TryParse(page.Url, out var url))
            return Fail(batch, page, started, new FetchFailure(PageFailureReason.UrlNotAllowed, "This is no URL that can be fetched."));
        if (batch.RespectRobots && await AskRobotsAsync(url, cancellationToken) is { } refusal)
            return Fail(batch, page, started, refusal);
        switch (await fetcher.FetchAsync(page, cancellationToken))
        {
            case FetchFailure { Location: { } location } redirect:
                return Redirect(batch, page, started, redirect, url, location, scope);
            case FetchFailure failure:
                return Fail(batch, page, started, failure);
            case FetchedPage { HttpStatus: 304 } unchanged:
                using (unchanged)
                    return NotModified(batch, page, started, unchanged);
            case FetchedPage fetched:
                using (fetched)
                    return await ReadAsync(batch, page, started, fetched, url, scope, cancellationToken);
            case var other:
                throw new InvalidOperationException($"A fetch ended as {other}.");
        }
    }

    public void Dispose() => parsing.Dispose();

    private async Task<FetchFailure?> AskRobotsAsync(WebUrl url, CancellationToken cancellationToken)
    {
        var verdict = await robots.GetAsync(OriginOf(url), cancellationToken);
        if (verdict.Rules is { } rules)
            return rules.Allows(url.PathAndQuery) ? null : new FetchFailure(PageFailureReason.RobotsDisallowed, "The site's robots.txt forbids it.");
        var failure = verdict.Failure!;
        var wait = Math.Max(failure.RetryAfterMs ?? 0, (int)options.Value.RobotsRetry.TotalMilliseconds);
        return failure with { Message = $"The site's robots.txt could not be read. {failure.Message}", RetryAfterMs = failure.Retryable ? wait : null };
    }

    private async Task<PageResult> ReadAsync(
        CrawlBatch batch, PageToCrawl page, long started, FetchedPage fetched, WebUrl url, UrlScope scope, CancellationToken cancellationToken)
    {
        if (IsBinary(fetched))
            return Fail(batch, page, started, new FetchFailure(PageFailureReason.Unreadable, "The body is no text, whatever its type says.", fetched.HttpStatus));
        var tag = RobotsTag.Parse(fetched.RobotsTags, options.Value.ProductToken);
        var reportLinks = page.Depth < batch.Scope.MaxDepth && batch.Scope.Kind != ScopeKind.List && !tag.NoFollow;
        await parsing.WaitAsync(cancellationToken);
        ExtractedPage extracted;
        try
        {
            extracted = Extract(fetched, new PageSource(url, reportLinks ? scope : null)
            {
                ProductToken = options.Value.ProductToken,
                Today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime),
            });
        }
        catch (TangledPageException exception)
        {
            return Fail(batch, page, started, new FetchFailure(PageFailureReason.Unreadable, exception.Message, fetched.HttpStatus));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A page that trips the parser must cost itself only, not the batch it came in.
            LogUnreadable(url.Value, exception);
            return Fail(batch, page, started, new FetchFailure(PageFailureReason.Unreadable, "The page could not be read as text.", fetched.HttpStatus));
        }
        finally
        {
            parsing.Release();
        }

        if (tag.NoIndex || extracted.NoIndex)
            return Fail(batch, page, started, new FetchFailure(PageFailureReason.NoIndex, "The page asks not to be indexed.", fetched.HttpStatus), extracted.Links, extracted.SkippedLinks);
        if (extracted.NeedsScript)
            return Fail(batch, page, started, new FetchFailure(PageFailureReason.NeedsScript, "The page has no text before its scripts have run.", fetched.HttpStatus), extracted.Links, extracted.SkippedLinks);
        var canonical = extracted.Canonical is { } named && named.Value != url.Value && scope.Contains(named) ? named.Value : null;
        return Store(batch, page, started, fetched, extracted, canonical);
    }

    private static ExtractedPage Extract(FetchedPage fetched, PageSource source)
    {
        var isHtml = MediaTypes.IsHtml(fetched.MediaType);
        using var text = PageText.Decode(fetched.Body.Bytes.Span, fetched.Charset, isHtml);
        return isHtml ? PageExtractor.Html(text.Chars, source) : PageExtractor.Text(text.Chars.Span, MediaTypes.IsMarkdown(fetched.MediaType), source);
    }

    // Text in UTF-16 has zero bytes too, but then a byte order mark as well.
    private static bool IsBinary(FetchedPage fetched)
    {
        var head = fetched.Body.Bytes.Span;
        head = head[..Math.Min(head.Length, 1024)];
        return head.Contains((byte)0) && head is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && fetched.Charset?.Contains("16", StringComparison.Ordinal) != true;
    }

    private PageResult Store(CrawlBatch batch, PageToCrawl page, long started, FetchedPage fetched, ExtractedPage extracted, string? canonical = null) => new(
        new PageCrawled
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
            DurationMs = Elapsed(started),
        },
        null);

    private PageResult NotModified(CrawlBatch batch, PageToCrawl page, long started, FetchedPage fetched)
    {
        if (page.ETag is null && page.LastModified is null)
            return Fail(batch, page, started, new FetchFailure(PageFailureReason.ConnectionFailed, "The server answered 304 to a question that was not asked.", 304));
        var empty = Store(batch, page, started, fetched, new ExtractedPage { Markdown = "", Links = [] });
        return new PageResult(empty.Crawled! with { NotModified = true, ContentHash = "" }, null);
    }

    private PageResult Redirect(CrawlBatch batch, PageToCrawl page, long started, FetchFailure redirect, WebUrl url, string location, UrlScope scope)
    {
        if (!WebUrl.TryResolve(new Uri(url.Value), location, out var target) || !scope.Contains(target))
            return Fail(batch, page, started, redirect with { Reason = PageFailureReason.OutOfScope, Message = $"It leads out of the crawl, to {Shorten(target?.Value ?? location)}." });
        return Fail(batch, page, started, redirect with { Message = $"It leads to {Shorten(target.Value)}." }, [target.Value]);
    }

    private PageResult Fail(CrawlBatch batch, PageToCrawl page, long started, FetchFailure failure, IReadOnlyList<string>? links = null, IReadOnlyList<SkippedLink>? skipped = null) => new(
        null,
        new PageFailed
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
            DurationMs = Elapsed(started),
        });

    private static IReadOnlyList<SkippedLink>? NullIfEmpty(IReadOnlyList<SkippedLink>? skipped) => skipped is { Count: > 0 } ? skipped : null;

    private int Elapsed(long started) => (int)time.GetElapsedTime(started).TotalMilliseconds;

    private static string OriginOf(WebUrl url) => url.Value[..^url.PathAndQuery.Length];

    private static string Shorten(string url) => url.Length <= 200 ? url : url[..200] + "…";
}
