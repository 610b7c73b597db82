using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Jobs.Submit;

/// <summary>
/// The body of a crawl. The defaults are those of <see cref="CrawlOptions"/>. The attributes only describe it for OpenAPI;
/// <see cref="SubmitRules"/> is what checks, and a test holds the two together.
/// </summary>
public sealed record SubmitRequest
{
    [Description("crawl; a refresh is asked for at its source.")]
    public JobType Type { get; init; } = JobType.Crawl;

    [Description("Where to begin. Either this or urls is needed.")]
    [MaxLength(SubmitRules.MaxUrlLength)]
    public string? Url { get; init; }

    [Description("Several places to begin; with scope list, all the pages there are.")]
    [MaxLength(SubmitRules.MaxUrls)]
    public IReadOnlyList<string>? Urls { get; init; }

    [MaxLength(SubmitRules.MaxTitleLength)]
    public string? Title { get; init; }

    [Description("It ends when so many pages are stored."), Range(1, SubmitRules.MaxMaxPages)]
    public int MaxPages { get; init; } = 500;

    [Description("Links from the first page; 0 is that page alone."), Range(0, SubmitRules.MaxMaxDepth)]
    public int MaxDepth { get; init; } = 10;

    [Description("How far links may lead: the same host, the registrable domain, below the first page's folder, or nowhere.")]
    public ScopeKind Scope { get; init; } = ScopeKind.Host;

    [Description("Globs over path and query; a link must match one."), MaxLength(SubmitRules.MaxGlobs)]
    public IReadOnlyList<string> Include { get; init; } = [];

    [Description("Globs over path and query; they win over include."), MaxLength(SubmitRules.MaxGlobs)]
    public IReadOnlyList<string> Exclude { get; init; } = [];
    public bool UseSitemap { get; init; } = true;
    public bool RespectRobots { get; init; } = true;

    [Description("Requests under way at once."), Range(1, SubmitRules.MaxConcurrency)]
    public int Concurrency { get; init; } = 8;

    [Description("Milliseconds between two requests to a host."), Range(0, SubmitRules.MaxDelayMs)]
    public int DelayMs { get; init; }
    public bool AskBeforeTruncating { get; init; }

    [Description("Embedding models, by the names of GET /api/workers."), MaxLength(SubmitRules.MaxModels)]
    public IReadOnlyList<string> Models { get; init; } = ["hashing-384"];
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    [MaxLength(SubmitRules.MaxTags)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description("It expires when it has not ended by then."), Range(1, int.MaxValue)]
    public int? TtlMinutes { get; init; }
}
