namespace Trawl.Api.Dispatch.Crawl;

/// <summary>A batch to be leased.</summary>
internal sealed record PlannedLease(RunningJob Job, HostState Host, int Size, int Concurrency, int DelayMs)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>False when the job has all the pages it may: its sitemaps are read to the end all the same.</summary>
    public bool WithPages { get; init; } = true;
}
