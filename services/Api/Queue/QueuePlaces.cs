using Trawl.Api.Database;

namespace Trawl.Api.Queue;

/// <summary>Who is next, and how long that takes.</summary>
public sealed class QueuePlaces
{
    /// <summary>A job's place; null unless it is queued.</summary>
    public Task<QueuePlace?> OfAsync(TrawlDbContext db, Job job, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>All queued jobs, next first.</summary>
    public Task<IReadOnlyList<QueuedJob>> ListAsync(TrawlDbContext db, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>How many jobs may run at once with the workers alive now; 0 without a crawler.</summary>
    public Task<int> CapacityAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
