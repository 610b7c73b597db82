using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Lifecycle;

/// <summary>What users may do to jobs. Each change is one transaction, the caller's when it has begun one.</summary>
public sealed partial class JobLifecycle(TimeProvider time)
{
    /// <summary>Accepts a job: its source, its row, its first pages and its <c>queued</c> event. Touches nothing but the database.</summary>
    public Task<Job> SubmitAsync(TrawlDbContext db, NewJob job, CancellationToken cancellationToken) => throw new NotImplementedException(time.ToString());

    /// <summary>Ends a queued job at once; asks a running one to end and returns.</summary>
    public Task<CancelOutcome> CancelAsync(TrawlDbContext db, Guid jobId, CancellationToken cancellationToken) => throw new NotImplementedException(time.ToString());

    /// <summary>Deletes a source with its documents; its active jobs are cancelled, the rows of its jobs stay. False when there is none.</summary>
    public Task<bool> DeleteSourceAsync(TrawlDbContext db, Guid sourceId, CancellationToken cancellationToken) => throw new NotImplementedException(time.ToString());
}
