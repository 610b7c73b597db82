using MassTransit;

namespace Trawl.Contracts.Crawling;

/// <summary>
/// A page gave no document: it failed for good, or it is one that should not be stored. Published by the Crawler as soon
/// as it is known. May arrive twice.
/// </summary>
[MessageUrn("page-failed:v1")]
[EntityName("contracts.page-failed")]
public sealed record PageFailed
{
    /// <summary>The batch it was tried in.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The job it was tried for.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The frontier row of <see cref="PageToCrawl.PageId"/>.</summary>
    public required long PageId { get; init; }

    /// <summary>The URL as leased.</summary>
    public required string Url { get; init; }

    /// <summary>Why there is no document.</summary>
    public required PageFailureReason Reason { get; init; }

    /// <summary>One sentence for a person. No stack traces.</summary>
    public required string Message { get; init; }

    /// <summary>The status of the answer; null when there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>True when trying later may heal it (time-out, 429, 5xx): the Api decides whether and when.</summary>
    public required bool Retryable { get; init; }

    /// <summary>Milliseconds the server asked to wait (Retry-After); null when it did not say.</summary>
    public int? RetryAfterMs { get; init; }

    /// <summary>
    /// For <see cref="PageFailureReason.Redirected"/>: the target, when in scope, to be crawled as a page of its own at the
    /// same depth. Else empty, or the links of a page that must be followed but not stored.
    /// </summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>Links in scope that are not worth a request: at most 100. Null when absent means none.</summary>
    public IReadOnlyList<SkippedLink>? SkippedLinks { get; init; }

    /// <summary>Where a redirect leads, normalised, when that is out of scope; else null.</summary>
    public string? RedirectTarget { get; init; }

    /// <summary>The answer's ETag when the page is there but not to be stored (noindex, content type, needs script); else null.</summary>
    public string? ETag { get; init; }

    /// <summary>As <see cref="ETag"/>, for Last-Modified.</summary>
    public string? LastModified { get; init; }

    /// <summary>Body bytes as received; null when none was read.</summary>
    public long? Bytes { get; init; }

    /// <summary>Milliseconds from the request's start.</summary>
    public required int DurationMs { get; init; }
}
