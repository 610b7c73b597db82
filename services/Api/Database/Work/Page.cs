using Trawl.Contracts.Crawling;

namespace Trawl.Api.Database;

/// <summary>One URL of one job: the frontier and, when it is done, the outcome.</summary>
public sealed class Page
{
    public long Id { get; set; }
    public Guid JobId { get; set; }
    public required string Url { get; set; }

    /// <summary><see cref="UrlKey.Of"/> of the URL: unique in a job.</summary>
    public Guid UrlKey { get; set; }

    /// <summary>Host and port, lower case.</summary>
    public required string Host { get; set; }
    public int Depth { get; set; }

    /// <summary>Sitemaps are rows too, so that they are leased and retried alike; the job's counts are of pages alone.</summary>
    public PageKind Kind { get; set; }
    public PageStatus Status { get; set; }

    /// <summary>The open lease while <see cref="PageStatus.Processing"/>.</summary>
    public Guid? LeaseId { get; set; }

    /// <summary>Not to be leased earlier: a retry, or what Retry-After said.</summary>
    public DateTimeOffset? NotBefore { get; set; }
    public int Attempts { get; set; }

    /// <summary>The wire name of <see cref="Contracts.Crawling.PageFailureReason"/> when failed or skipped.</summary>
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public int? HttpStatus { get; set; }
    public Guid? DocumentId { get; set; }

    /// <summary>Completed, and the content was the stored one.</summary>
    public bool Unchanged { get; set; }

    /// <summary><see cref="UrlKey.Of"/> of where it leads instead, when it was skipped for that: its canonical page, or a redirect's target.</summary>
    public Guid? CanonicalKey { get; set; }

    /// <summary>That URL has turned out to give no document: the page is stored under its own.</summary>
    public bool IgnoreCanonical { get; set; }

    /// <summary>What was remembered of the last answer is of no use: ask without validators.</summary>
    public bool FetchWhole { get; set; }

    /// <summary><see cref="UrlKey.Of"/> of the pattern, for a URL of a family that may be endless; else null.</summary>
    public Guid? Family { get; set; }
    public int? DurationMs { get; set; }
    public long? Bytes { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}
