using MassTransit;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Results.Embedding;

/// <summary>
/// Stores chunks and vectors. A task that is not there any more was done before; a document whose text has changed since is
/// embedded anew by whoever changed it.
/// </summary>
internal sealed class DocumentsEmbeddedConsumer(
    IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, ModelIds models, DatabaseReady ready) : IConsumer<DocumentsEmbedded>
{
    public async Task Consume(ConsumeContext<DocumentsEmbedded> context)
    {
        await ready.WaitAsync(context.CancellationToken);
        await ApplyAsync(context.Message, context.CancellationToken);
    }

    public async Task ApplyAsync(DocumentsEmbedded message, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await models.OfAsync(db, message.Models, cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var job = (await transaction.LockAsync([message.JobId], cancellationToken)).GetValueOrDefault(message.JobId);
        if (job is null)
            return;
        if (job.Status.IsTerminal())
        {
            // It has expired meanwhile: what is left is to let go of the lease.
            await EmbedRows.FinishAsync(transaction, job.Id, message.BatchId, [], cancellationToken);
            transaction.WakeDispatcher();
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        // A deleted source has taken its documents and their tasks along: what is left is to let go of the lease.
        var sourceId = job.SourceId ?? Guid.Empty;
        await transaction.LockSourcesAsync([sourceId], cancellationToken);
        var tasks = await EmbedRows.TasksAsync(db, message, cancellationToken);
        var wanted = message.Documents.Where(d => tasks.TryGetValue(d.DocumentId, out var task) && task.ContentHash == d.ContentHash)
            .DistinctBy(d => d.DocumentId).ToList();
        var changes = await ChunkChanges.OfAsync(db, wanted, [.. ids.Where((_, i) => message.Models[i].Error is null)], cancellationToken);
        await EmbedRows.StoreAsync(db, sourceId, changes, tasks, message.Models, ids, cancellationToken);
        var stored = changes.Documents.Sum(d => d.Chunks.Count);
        var done = tasks.Keys.Where(id => !changes.EmbedAgain.Contains(id)).ToArray();
        await EmbedRows.FinishAsync(transaction, job.Id, message.BatchId, done, cancellationToken);

        job.EmbedPending -= done.Length;
        job.Chunks += stored;
        if (message.Models.Any(m => m.Error is null))
            job.Embedded += stored;
        if (done.Length > 0)
        {
            JobModels.Add(job, message.Models, stored);
            JobProgress.Moved(job, 0, transaction.Now);
        }

        transaction.Touch(job);
        await JobEnd.SettleAsync(transaction, job, cancellationToken);
        transaction.WakeDispatcher();
        await transaction.CommitAsync(cancellationToken);
    }
}
