using System.Text.Json;

namespace Trawl.Api.Database;

/// <summary>A job and all that its state, its counts and its channel's numbering need. Whoever changes anything of a job locks this row first.</summary>
public sealed class Job
{
    public Guid Id { get; set; }
    public JobType Type { get; set; }
    public JobStatus Status { get; set; }
    public JobStage Stage { get; set; }
    public double Progress { get; set; }
    public required string UserId { get; set; }

    /// <summary>Null for custom jobs, and after the source was deleted.</summary>
    public Guid? SourceId { get; set; }
    public string? Title { get; set; }
    public JobPriority Priority { get; set; }

    /// <summary>The priority it counts as while it waits: its own, or a higher one after it has waited long.</summary>
    public JobPriority Lane { get; set; }

    /// <summary>When it came into its lane.</summary>
    public DateTimeOffset LaneSince { get; set; }

    /// <summary>Its turn among its lane's: lower first. Each further job of a user has a later one, so that users take turns.</summary>
    public long Turn { get; set; }

    /// <summary>When it last began to wait for its start: submitted, or retried.</summary>
    public DateTimeOffset QueuedAt { get; set; }

    /// <summary>How long it was told then that it would wait; null when nothing had been measured.</summary>
    public int? ExpectedWaitMs { get; set; }
    public int? ExpectedWaitP90Ms { get; set; }
    public string[] Tags { get; set; } = [];

    /// <summary>As submitted, defaults filled in: <see cref="Jobs.CrawlOptions"/> or <see cref="Jobs.CustomOptions"/>.</summary>
    public required JsonDocument Options { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public DateTimeOffset? CancelRequestedAt { get; set; }

    /// <summary>It expires when it has not ended by then; null when it may take any time.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>How often it was begun again after it had ended.</summary>
    public int Retries { get; set; }

    /// <summary>The last time a page or a chunk was finished: what "stalled" and the rate are measured by.</summary>
    public DateTimeOffset? LastMovedAt { get; set; }

    /// <summary>Why nothing moves, once that was said; null again when something does.</summary>
    public string? StalledReason { get; set; }

    // Counts. total = pending + processing + completed + failed + skipped; unchanged is part of completed.
    public int Total { get; set; }
    public bool TotalIsEstimate { get; set; } = true;
    public int Pending { get; set; }
    public int Processing { get; set; }
    public int Completed { get; set; }
    public int Failed { get; set; }
    public int Skipped { get; set; }
    public int Unchanged { get; set; }
    public int Documents { get; set; }
    public int Chunks { get; set; }
    public int Embedded { get; set; }

    /// <summary>Unchanged's other side, for the result: documents whose text changed, that are new, that were removed.</summary>
    public int Changed { get; set; }
    public int Added { get; set; }
    public int Gone { get; set; }

    /// <summary>Sitemaps that are pending or leased. They are in no other count.</summary>
    public int SitemapsOpen { get; set; }

    /// <summary>Where the submitted URLs have moved to, on another host of the same site: as good as submitted.</summary>
    public string[] MovedTo { get; set; } = [];

    /// <summary>Stored documents that nothing led to were put into the frontier: done once, when all else is.</summary>
    public bool RestSeeded { get; set; }

    /// <summary>Rows of this job in <see cref="EmbedTask"/>.</summary>
    public int EmbedPending { get; set; }

    /// <summary>Pages a second, exponentially smoothed.</summary>
    public double? RatePerSecond { get; set; }

    /// <summary>One entry a model: the job's <c>models</c> in JSON.</summary>
    public required JsonDocument Models { get; set; }
    public JsonDocument? Result { get; set; }
    public JsonDocument? Error { get; set; }

    /// <summary>Questions it has asked, and those of them that wait for an answer: <see cref="Clarification"/>.</summary>
    public int Questions { get; set; }
    public int OpenQuestions { get; set; }

    /// <summary>What answers have changed of the options: more pages than were asked for, and robots.txt not heeded. The options stay as submitted.</summary>
    public int? PageLimit { get; set; }
    public bool IgnoreRobots { get; set; }

    /// <summary>Custom jobs: what its program said last of where it is.</summary>
    public string? Message { get; set; }

    /// <summary>Custom jobs: SHA-256 of the token that may report. The token itself is random, so it needs no slow hash.</summary>
    public byte[]? ReportTokenHash { get; set; }

    /// <summary>The last log event of the channel <c>job:{Id}</c>.</summary>
    public long Seq { get; set; }

    /// <summary>Grows with every change a frontend could see.</summary>
    public long Version { get; set; }
}
