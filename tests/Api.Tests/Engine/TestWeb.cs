using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Engine;

/// <summary>What a URL of a <see cref="TestWeb"/> answers.</summary>
internal sealed record TestResource(string Text, params string[] Links)
{
    public string? Canonical { get; init; }
    public string? RedirectTo { get; init; }

    /// <summary>Out of scope.</summary>
    public string? LeavesTo { get; init; }
    public bool NoIndex { get; init; }

    /// <summary>robots.txt wants nobody to ask for it.</summary>
    public bool Forbidden { get; init; }
    public int Status { get; init; } = 200;

    /// <summary>It has an ETag, and answers 304 to who has it.</summary>
    public bool Validates { get; init; } = true;
    public SkippedLink[]? SkippedLinks { get; init; }

    /// <summary>It is a sitemap of these; its links are its pages.</summary>
    public string[]? Sitemaps { get; init; }

    public string ETag => Hash(JsonSerializer.Serialize(this with { Validates = true }, Plain));

    public string TextHash => Hash(Text);

    private static readonly JsonSerializerOptions Plain = new() { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver { Modifiers = { WithoutHashes } } };

    private static void WithoutHashes(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.Name is nameof(ETag) or nameof(TextHash)).ToArray())
            type.Properties.Remove(property);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A made-up site that can change between two crawls, seen as a good crawler sees it.</summary>
internal sealed class TestWeb
{
    private readonly ConcurrentDictionary<string, TestResource> _resources = new();

    /// <summary>What was fetched: the URL, and whether its body came.</summary>
    public ConcurrentQueue<(string Url, bool Whole)> Requests { get; } = new();

    public TestResource? this[string url]
    {
        get => _resources.GetValueOrDefault(url);
        set
        {
            if (value is null)
                _resources.TryRemove(url, out _);
            else
                _resources[url] = value;
        }
    }

    public SimulatedWorkers Workers() => new() { Crawl = Crawl };

    public IEnumerable<object> Crawl(CrawlBatch batch) => [.. batch.Pages.Select(page => Answer(batch, page)), SimulatedWorkers.Completed(batch)];

    public object Answer(CrawlBatch batch, PageToCrawl page)
    {
        var resource = this[page.Url];
        var same = resource is { Validates: true, Status: 200 } && page.ETag == resource.ETag;
        if (resource is { Forbidden: true } && batch.RespectRobots)
            return SimulatedWorkers.Failure(batch, page, PageFailureReason.RobotsDisallowed);
        Requests.Enqueue((page.Url, resource is not null && !same));
        return resource switch
        {
            null => Failure(PageFailureReason.HttpClientError) with { HttpStatus = 404 },
            { Status: 429 } => Failure(PageFailureReason.RateLimited) with { HttpStatus = 429, Retryable = true },
            { Status: >= 500 } => Failure(PageFailureReason.HttpServerError) with { HttpStatus = resource.Status },
            { Status: >= 400 } => Failure(PageFailureReason.HttpClientError) with { HttpStatus = resource.Status },
            _ when page.Kind == PageKind.Sitemap => Sitemap(),
            _ when same => SimulatedWorkers.Page(batch, page, [], "") with { NotModified = true, HttpStatus = 304, ContentHash = "", Title = null },
            { RedirectTo: { } target } => Failure(PageFailureReason.Redirected) with { HttpStatus = 301, Links = [target] },
            { LeavesTo: { } target } => Failure(PageFailureReason.OutOfScope) with { HttpStatus = 301, RedirectTarget = target },
            { NoIndex: true } => Failure(PageFailureReason.NoIndex) with { HttpStatus = 200, Links = resource.Links, ETag = Validator(), Bytes = 100 },
            _ => SimulatedWorkers.Page(batch, page, resource.Links, resource.Text) with
            {
                ContentHash = resource.TextHash,
                Canonical = resource.Canonical,
                ETag = Validator(),
                SkippedLinks = resource.SkippedLinks,
            },
        };

        PageFailed Failure(PageFailureReason reason) => SimulatedWorkers.Failure(batch, page, reason);

        string? Validator() => resource!.Validates ? resource.ETag : null;

        object Sitemap() => resource!.Sitemaps is null && resource.Links.Length == 0
            ? Failure(PageFailureReason.Unreadable)
            : new SitemapRead
            {
                BatchId = batch.BatchId, JobId = batch.JobId, PageId = page.PageId, Url = page.Url, NotModified = same, DurationMs = 1, ETag = Validator(),
                Urls = same ? [] : resource.Links, Sitemaps = same ? [] : resource.Sitemaps ?? [],
                SkippedLinks = same ? null : resource.SkippedLinks,
            };
    }
}
