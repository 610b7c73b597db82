using Trawl.Contracts.Crawling;

namespace Trawl.Api.Jobs;

/// <summary>What a crawl was asked to do, defaults filled in: a job's <c>options</c> in the database and in JSON.</summary>
public sealed record CrawlOptions
{
    /// <summary>The root, as most are submitted: the first of <see cref="Urls"/>.</summary>
    public string? Url => Urls.Count > 0 ? Urls[0] : null;

    /// <summary>Normalised; the first is the root that the source is named by.</summary>
    public required IReadOnlyList<string> Urls { get; init; }
    public string? Title { get; init; }
    public int MaxPages { get; init; } = 500;
    public int MaxDepth { get; init; } = 10;
    public ScopeKind Scope { get; init; } = ScopeKind.Host;
    public IReadOnlyList<string> Include { get; init; } = [];
    public IReadOnlyList<string> Exclude { get; init; } = [];
    public bool UseSitemap { get; init; } = true;
    public bool RespectRobots { get; init; } = true;
    public int Concurrency { get; init; } = 8;
    public int DelayMs { get; init; }
    public bool AskBeforeTruncating { get; init; }
    public IReadOnlyList<string> Models { get; init; } = ["hashing-384"];
    public int? TtlMinutes { get; init; }
}
