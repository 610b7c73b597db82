using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Dispatch;

/// <summary>Hands stored documents to the embedders, as many batches as keep them busy and one more each.</summary>
internal sealed class EmbedLeasing(JobTransactions transactions, BatchPublisher publisher, IOptions<JobsOptions> options)
{
    private const int BatchesPerSlot = 2;

    /// <summary>How many batches went out.</summary>
    public async Task<int> RunAsync(TrawlDbContext db, DispatchState state, int slots, CancellationToken cancellationToken)
    {
        var free = (slots * BatchesPerSlot) - state.EmbedBatches;
        var plan = Plan(state, free);
        if (plan.Count == 0)
            return 0;
        var batches = await LeaseAsync(db, plan, cancellationToken);
        await publisher.PublishAsync(batches.ConvertAll(b => new OutgoingBatch(b.BatchId, b)), cancellationToken);
        return batches.Count;
    }

    /// <summary>One entry a batch: jobs in turn, as long as they have documents that nobody has.</summary>
    private List<RunningJob> Plan(DispatchState state, int free)
    {
        var turn = new Queue<(RunningJob Job, int Left)>(state.Jobs.Where(j => j.Job.EmbedPending > j.Embedding)
            .OrderByDescending(j => j.Job.Priority).ThenBy(j => j.Embedding).Select(j => (j, j.Job.EmbedPending - j.Embedding)));
        var plan = new List<RunningJob>();
        while (plan.Count < free && turn.TryDequeue(out var next))
        {
            plan.Add(next.Job);
            if (next.Left > options.Value.MaxEmbedDocuments)
                turn.Enqueue((next.Job, next.Left - options.Value.MaxEmbedDocuments));
        }

        return plan;
    }

    private async Task<List<EmbedDocuments>> LeaseAsync(TrawlDbContext db, List<RunningJob> plan, CancellationToken cancellationToken)
    {
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        var jobs = await transaction.LockAsync(plan.Select(p => p.Job.Id), cancellationToken);
        plan.RemoveAll(p => jobs.GetValueOrDefault(p.Job.Id)?.Status != JobStatus.Running);
        if (plan.Count == 0)
            return [];
        var batches = await TakeAsync(db, plan, cancellationToken);
        foreach (var batch in batches)
            db.Leases.Add(new Lease
            {
                Id = batch.BatchId, Kind = LeaseKind.Embed, JobId = batch.JobId, Size = batch.Documents.Count, Concurrency = 1,
                CreatedAt = transaction.Now, ExpiresAt = transaction.Now + options.Value.LeaseDuration,
            });
        await transaction.CommitAsync(cancellationToken);
        return batches;
    }

    private async Task<List<EmbedDocuments>> TakeAsync(TrawlDbContext db, List<RunningJob> plan, CancellationToken cancellationToken)
    {
        var ids = plan.ConvertAll(_ => Guid.CreateVersion7());
        await using var batch = db.CreateBatch();
        for (var i = 0; i < plan.Count; i++)
            batch.Add(
                """
                with next as materialized (
                  select t.document_id, octet_length(d.markdown) as bytes from embed_tasks t join documents d on d.id = t.document_id
                  where t.job_id = $2 and t.lease_id is null order by t.document_id limit $3),
                fit as materialized (
                  select document_id from (
                    select document_id, sum(bytes) over (order by document_id) as upto, row_number() over (order by document_id) as place from next) n
                  where upto <= $4 or place = 1)
                update embed_tasks t set lease_id = $1 from fit, documents d
                where t.job_id = $2 and t.document_id = fit.document_id and d.id = fit.document_id
                returning d.id, d.content_hash, d.title, d.markdown,
                  case when d.embedded_models @> $5 then (select array_agg(c.hash) from chunks c where c.document_id = d.id and c.hash is not null) end
                """,
                ids[i], plan[i].Job.Id, options.Value.MaxEmbedDocuments, (long)options.Value.MaxEmbedBytes, plan[i].Options.Models.ToArray());
        var batches = new List<EmbedDocuments>(plan.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; i < plan.Count; i++)
        {
            var documents = new List<DocumentToEmbed>();
            while (await reader.ReadAsync(cancellationToken))
                documents.Add(new DocumentToEmbed
                {
                    DocumentId = reader.GetGuid(0), ContentHash = reader.GetString(1), Title = reader.Maybe<string>(2), Markdown = reader.GetString(3),
                    KnownChunks = reader.Maybe<Guid[]>(4),
                });
            await reader.NextResultAsync(cancellationToken);
            if (documents.Count > 0)
                batches.Add(new EmbedDocuments
                {
                    BatchId = ids[i], JobId = plan[i].Job.Id, UserId = plan[i].Job.UserId, Models = plan[i].Options.Models, Documents = documents,
                });
        }

        return batches;
    }
}
