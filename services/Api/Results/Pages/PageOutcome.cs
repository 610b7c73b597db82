using System.Text.Json;
using Trawl.Contracts.Crawling;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Results.Pages;

/// <summary>What a crawler says became of a URL: a page was crawled, a sitemap was read, or neither.</summary>
internal sealed record PageOutcome(Guid JobId, long PageId, string Url, PageCrawled? Crawled = null, PageFailed? Failed = null, SitemapRead? Sitemap = null)
{
    public static PageOutcome Of(PageCrawled message) => new(message.JobId, message.PageId, message.Url, Crawled: message);

    public static PageOutcome Of(PageFailed message) => new(message.JobId, message.PageId, message.Url, Failed: message);

    public static PageOutcome Of(SitemapRead message) => new(message.JobId, message.PageId, message.Url, Sitemap: message);

    public Guid BatchId { get; } = Crawled?.BatchId ?? Failed?.BatchId ?? Sitemap!.BatchId;

    /// <summary>The server says that nothing has changed since it was asked last.</summary>
    public bool NotModified { get; init; } = (Crawled?.NotModified ?? false) || (Sitemap?.NotModified ?? false);

    /// <summary>What the last answer said is in here now. Always true without a 304.</summary>
    public bool IsKnown { get; init; } = !((Crawled?.NotModified ?? false) || (Sitemap?.NotModified ?? false));

    public IReadOnlyList<string> Links => Crawled?.Links ?? Failed?.Links ?? Sitemap!.Urls;

    public IReadOnlyList<SkippedLink> SkippedLinks => Crawled?.SkippedLinks ?? Failed?.SkippedLinks ?? Sitemap?.SkippedLinks ?? [];

    public int DurationMs => Crawled?.DurationMs ?? Failed?.DurationMs ?? Sitemap!.DurationMs;

    public int HttpStatus => NotModified ? 304 : Crawled?.HttpStatus ?? Failed?.HttpStatus ?? 0;

    public long Bytes => Crawled?.Bytes ?? Failed?.Bytes ?? -1;

    public string? ETag => Crawled?.ETag ?? Failed?.ETag ?? Sitemap?.ETag;

    public string? LastModified => Crawled?.LastModified ?? Failed?.LastModified ?? Sitemap?.LastModified;

    /// <summary>What other documents may be compared with: empty for a page without text, of which all are alike.</summary>
    public string Content => Crawled is { } page && (page.NotModified || page.Markdown.Length > 0) ? page.ContentHash : "";

    /// <summary>The wire name of a reason.</summary>
    public static string NameOf(PageFailureReason reason) => Names[(int)reason];

    /// <summary>The reason of a wire name.</summary>
    public static PageFailureReason ReasonOf(string name) => (PageFailureReason)Array.IndexOf(Names, name);

    /// <summary>As the comments of <see cref="PageFailureReason"/> say: what is left out on purpose is no failure.</summary>
    public static bool IsSkip(PageFailureReason reason) => reason >= PageFailureReason.RobotsDisallowed;

    private static readonly string[] Names =
        Array.ConvertAll(Enum.GetValues<PageFailureReason>(), r => JsonSerializer.Serialize(r, TrawlJson.Options).Trim('"'));
}
