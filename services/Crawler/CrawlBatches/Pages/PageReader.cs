using Microsoft.Extensions.Options;
using Trawl.Contracts.Crawling;
using Trawl.Crawler.Encodings;
using Trawl.Crawler.Extraction;
using Trawl.Crawler.Fetching;
using Trawl.Crawler.Robots;
using Trawl.Web;

namespace Trawl.Crawler.CrawlBatches.Pages;

/// <summary>Turns a body into what is stored of it, or into why nothing is.</summary>
internal sealed partial class PageReader(IOptions<CrawlerOptions> options, TimeProvider time, ILogger<PageReader> logger) : IDisposable
{
    // Parsing more pages at once than there are processors would only keep more of them in memory, and answers waiting.
    private readonly SemaphoreSlim parsing = new(Environment.ProcessorCount);
    private readonly string productToken = options.Value.ProductToken;

    /// <summary>Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task<PageResult> ReadAsync(PageVisit visit, WebUrl url, FetchedPage fetched, CancellationToken cancellationToken)
    {
        if (IsBinary(fetched))
            return visit.Failed(fetched.Refuse(PageFailureReason.Unreadable, "The body is no text, whatever its type says."));
        var tag = RobotsTag.Parse(fetched.RobotsTags, productToken);
        var limits = visit.Batch.Scope;
        var reportLinks = visit.Page.Depth < limits.MaxDepth && limits.Kind != ScopeKind.List && !tag.NoFollow;
        var source = new PageSource(url, reportLinks ? visit.Scope : null)
        {
            ProductToken = productToken, LinkHeaders = fetched.LinkHeaders, Today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime),
        };
        ExtractedPage extracted;
        await parsing.WaitAsync(cancellationToken);
        try
        {
            extracted = Extract(fetched, source);
        }
        catch (TangledPageException exception)
        {
            return visit.Failed(fetched.Refuse(PageFailureReason.Unreadable, exception.Message));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A page that trips the parser must cost itself only, not the batch it came in.
            LogUnreadable(url.Value, exception);
            return visit.Failed(fetched.Refuse(PageFailureReason.Unreadable, "The page could not be read as text."));
        }
        finally
        {
            parsing.Release();
        }

        return Judge(visit, url, fetched, extracted, tag.NoIndex);
    }

    public void Dispose() => parsing.Dispose();

    private static PageResult Judge(PageVisit visit, WebUrl url, FetchedPage fetched, ExtractedPage extracted, bool noIndex)
    {
        if (noIndex || extracted.NoIndex)
            return visit.Failed(fetched.Refuse(PageFailureReason.NoIndex, "The page asks not to be indexed."), extracted.Links, extracted.SkippedLinks);
        if (extracted.NeedsScript)
            return visit.Failed(fetched.Refuse(PageFailureReason.NeedsScript, "The page has no text before its scripts have run."), extracted.Links, extracted.SkippedLinks);
        var canonical = extracted.Canonical is { } named && named.Value != url.Value && visit.Scope.Contains(named) ? named.Value : null;
        return visit.Stored(fetched, extracted, canonical);
    }

    private static ExtractedPage Extract(FetchedPage fetched, PageSource source)
    {
        var isHtml = MediaTypes.IsHtml(fetched.MediaType);
        using var text = PageText.Decode(fetched.Body.Bytes.Span, fetched.Charset, isHtml);
        return isHtml ? PageExtractor.Html(text.Chars, source) : PageExtractor.Text(text.Chars.Span, MediaTypes.IsMarkdown(fetched.MediaType), source);
    }

    // Text in UTF-16 has zero bytes too: it says so, begins with its mark, or looks it.
    private static bool IsBinary(FetchedPage fetched)
    {
        var head = fetched.Body.Bytes.Span;
        head = head[..Math.Min(head.Length, 1024)];
        return head.Contains((byte)0) && head is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            && fetched.Charset?.Contains("16", StringComparison.Ordinal) != true && Utf16.Of(head) is null;
    }
}
