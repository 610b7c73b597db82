using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;

namespace Trawl.Api.Dispatch.Care;

/// <summary>Ends jobs whose time is over, whatever they were about to do: each in a transaction of its own.</summary>
internal sealed class ExpiryCare(IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, TimeProvider time)
{
    private const int Most = 100;

    /// <summary>How many ended.</summary>
    public async Task<int> RunAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await db.Jobs.Where(j => j.Status < JobStatus.Cancelling && j.ExpiresAt <= now)
            .OrderBy(j => j.ExpiresAt).Select(j => j.Id).Take(Most).ToListAsync(cancellationToken);
        foreach (var id in due)
            await ExpireAsync(id, cancellationToken);
        return due.Count;
    }

    private async Task ExpireAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var job = (await transaction.LockAsync([jobId], cancellationToken)).GetValueOrDefault(jobId);
        if (job is null || !JobTransitions.Allows(job.Status, JobMove.Expire) || !(job.ExpiresAt <= transaction.Now))
            return;
        await JobExpiry.ExpireAsync(transaction, job, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
