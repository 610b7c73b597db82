using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>Closes questions that nobody has answered in time, so that their jobs go on.</summary>
internal sealed class QuestionCare(IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, TimeProvider time)
{
    private const int AtOnce = 100;

    public async Task RunAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await db.Clarifications.Where(c => c.Status == ClarificationStatus.Pending && c.ExpiresAt <= now)
            .OrderBy(c => c.ExpiresAt).Select(c => new { c.Id, c.JobId }).Take(AtOnce).ToListAsync(cancellationToken);
        foreach (var job in due.GroupBy(c => c.JobId, c => c.Id))
            await ExpireAsync(job.Key, [.. job], cancellationToken);
    }

    private async Task ExpireAsync(Guid jobId, Guid[] questions, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        if ((await transaction.LockAsync([jobId], cancellationToken)).GetValueOrDefault(jobId) is not { } job)
            return;
        // Looked at again under the lock: an answer may have come in between.
        var open = await db.Clarifications.AsTracking().Where(c => questions.Contains(c.Id) && c.Status == ClarificationStatus.Pending)
            .OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        foreach (var question in open)
            await Questions.ExpireAsync(transaction, job, question, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
