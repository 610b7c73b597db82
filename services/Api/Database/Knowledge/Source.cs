using System.Text.Json;

namespace Trawl.Api.Database;

/// <summary>The site or URL list that crawls fill.</summary>
public sealed class Source
{
    public Guid Id { get; set; }
    public required string UserId { get; set; }

    /// <summary>Scope and normalised URLs, hashed: the same site crawled again by the same user is the same source.</summary>
    public required string Key { get; set; }
    public string? Title { get; set; }

    /// <summary>The first of <see cref="Urls"/>.</summary>
    public required string Url { get; set; }
    public string[] Urls { get; set; } = [];
    public JsonDocument? Schedule { get; set; }

    /// <summary>When it is refreshed next; null without a schedule.</summary>
    public DateTimeOffset? NextRunAt { get; set; }

    /// <summary>The options of the last crawl that was submitted for it: what a refresh does again. Null before migration.</summary>
    public JsonDocument? Options { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? LastCrawledAt { get; set; }
}
