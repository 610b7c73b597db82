using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Trawl.Api.Database;

namespace Trawl.Api.Queue.Order;

/// <summary>
/// What this process commits, its own index knows with the commit: NOTIFY comes a moment later, and who has just been
/// answered must not be told less than he knows.
/// </summary>
internal sealed class QueueCommits(QueueIndex index) : DbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, Open> _open = [];

    /// <summary>Applied when the context's transaction, of whomever it is, commits.</summary>
    public async Task AnnounceAsync(TrawlDbContext db, IReadOnlyCollection<QueueChange> changes, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.Add($"select pg_notify('{DatabaseSignals.QueueChannel}', c) from unnest($1) c", changes.Select(c => c.ToString()).ToArray());
        await batch.ExecuteNonQueryAsync(cancellationToken);
        var transaction = db.Database.CurrentTransaction!.TransactionId;
        if (!_open.TryGetValue(db, out var open) || open.Transaction != transaction)
            _open.AddOrUpdate(db, open = new Open(transaction, []));
        open.Changes.AddRange(changes);
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // One that was rolled back has left its changes behind: it has another number.
        if (eventData.Context is { } db && _open.TryGetValue(db, out var open) && _open.Remove(db) && open.Transaction == eventData.TransactionId)
            open.Changes.ForEach(index.Apply);
        return Task.CompletedTask;
    }

    private sealed record Open(Guid Transaction, List<QueueChange> Changes);
}
