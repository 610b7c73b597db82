using Trawl.Api.Database;
using Trawl.Api.Jobs;

namespace Trawl.Api.Dispatch;

/// <summary>A running job as one turn of the dispatcher sees it.</summary>
internal sealed class RunningJob
{
    public required Job Job { get; init; }
    public required CrawlOptions Options { get; init; }

    /// <summary>Hosts with pending pages.</summary>
    public List<HostState> Hosts { get; } = [];

    /// <summary>Requests its open batches may have under way.</summary>
    public int InFlight { get; set; }

    /// <summary>Documents out for embedding.</summary>
    public int Embedding { get; set; }

    /// <summary>Pages it may still lease within maxPages.</summary>
    public int Quota => Options.MaxPages - Job.Completed - Job.Processing;
}

/// <summary>A host as one turn of the dispatcher sees it: one object, however many jobs want it.</summary>
internal sealed class HostState
{
    public required string Name { get; init; }
    public int CrawlDelayMs { get; init; }
    public DateTimeOffset? NotBefore { get; init; }
    public double? MsPerPage { get; init; }

    /// <summary>Its open batches, over all jobs.</summary>
    public int Batches { get; set; }
}

/// <summary>A batch to be leased.</summary>
internal sealed record PlannedLease(RunningJob Job, HostState Host, int Size, int Concurrency, int DelayMs)
{
    public Guid Id { get; } = Guid.CreateVersion7();
}
