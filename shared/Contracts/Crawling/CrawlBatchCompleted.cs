using MassTransit;

namespace Trawl.Contracts.Crawling;

/// <summary>
/// The Crawler is done with a batch: no request of it is under way any more. Pages of the batch without a result of their own
/// are listed in <see cref="NotFetched"/> and may be leased again.
/// </summary>
[MessageUrn("crawl-batch-completed:v1")]
[EntityName("contracts.crawl-batch-completed")]
public sealed record CrawlBatchCompleted
{
    /// <summary>The batch.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>Its job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Its host, as in <see cref="CrawlBatch.Host"/>.</summary>
    public required string Host { get; init; }

    /// <summary>Pages with a <see cref="PageCrawled"/>, and sitemaps with a <see cref="SitemapRead"/>.</summary>
    public required int Crawled { get; init; }

    /// <summary>Pages with a <see cref="PageFailed"/>.</summary>
    public required int Failed { get; init; }

    /// <summary>Those of <see cref="Failed"/> whose request got no answer at all: nothing listened, the connection broke, or it took too long.</summary>
    public int Unanswered { get; init; }

    /// <summary>
    /// Frontier rows that were not tried: the job was cancelled, the worker is shutting down, the host asked to be left alone (429,
    /// 503), or its pace left no time for them.
    /// </summary>
    public required IReadOnlyList<long> NotFetched { get; init; }

    /// <summary>Milliseconds the whole batch took: what the next batch of this host is sized by.</summary>
    public required int DurationMs { get; init; }

    /// <summary>Crawl-delay of the host's robots.txt for us, in milliseconds; null when it names none.</summary>
    public int? RobotsCrawlDelayMs { get; init; }

    /// <summary>The worker that did it, as in <see cref="Workers.WorkerHeartbeat.WorkerId"/>.</summary>
    public required string WorkerId { get; init; }
}
