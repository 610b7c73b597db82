using MassTransit;

namespace Trawl.Contracts.Crawling;

/// <summary>
/// Command to a Crawler: fetch these pages of one host. Sent by the Api's dispatcher, which holds a lease on every
/// page in it until <see cref="CrawlBatchCompleted"/> or the lease's end. May be delivered more than once.
/// </summary>
[MessageUrn("crawl-batch:v1")]
[EntityName("contracts.crawl-batch")]
public sealed record CrawlBatch
{
    /// <summary>The lease. Every result of this batch carries it.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The job the pages belong to.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The job's owner: activity goes to this user's channel too.</summary>
    public required string UserId { get; init; }

    /// <summary>Host and port, lower case (<c>docs.example.com</c>, <c>127.0.0.1:8080</c>). All of <see cref="Pages"/> are on it.</summary>
    public required string Host { get; init; }

    /// <summary>At least one page, sized by the dispatcher to about a second of work.</summary>
    public required IReadOnlyList<PageToCrawl> Pages { get; init; }

    /// <summary>Which discovered links are worth reporting.</summary>
    public required CrawlScope Scope { get; init; }

    /// <summary>Most requests of this batch under way at once; at least 1. Is 1 when <see cref="DelayMs"/> is above 0.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Milliseconds between an answer and the next request; 0 for none. The dispatcher has already taken robots' Crawl-delay into it when it knew one.</summary>
    public required int DelayMs { get; init; }

    /// <summary>False only when the user said so: robots.txt is then neither fetched nor heeded.</summary>
    public required bool RespectRobots { get; init; }
}
