using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Queue.Order;

namespace Trawl.Api.Jobs;

/// <summary>Begins transactions over jobs.</summary>
internal sealed class JobTransactions(
    ProgressPublisher progress, QueueCommits queue, IOptions<JobsOptions> options, TimeProvider time, ILogger<JobTransaction> logger)
{
    /// <summary>The caller's transaction when it has begun one: it then also commits.</summary>
    public async Task<JobTransaction> BeginAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        return new JobTransaction(db, own, progress, queue, options.Value, time.GetUtcNow(), logger);
    }
}
