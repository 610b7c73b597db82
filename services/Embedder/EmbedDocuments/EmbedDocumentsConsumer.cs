using System.Diagnostics;
using MassTransit;
using Trawl.Contracts.Embedding;
using Trawl.Embedder.Activity;
using Trawl.Embedder.StopJob;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Embedder.EmbedDocuments;

// Inside the namespace, where the message's name wins over the slice's.
using EmbedDocuments = Trawl.Contracts.Embedding.EmbedDocuments;

/// <summary>One batch in, one answer out; a job that was stopped is answered with no documents, so that its lease ends at once.</summary>
internal sealed partial class EmbedDocumentsConsumer(
    BatchEmbedder embedder, EmbedderWorker worker, StoppedJobs stopped, IEventPublisher events, TimeProvider time, ILogger<EmbedDocumentsConsumer> log)
    : IConsumer<EmbedDocuments>
{
    public async Task Consume(ConsumeContext<EmbedDocuments> context)
    {
        var command = context.Message;
        var begun = Stopwatch.GetTimestamp();
        using var batch = stopped.Begin(command.JobId, context.SentTime ?? time.GetUtcNow().UtcDateTime);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(batch.Stopped, context.CancellationToken);
        worker.Begin();
        try
        {
            var activity = new BatchActivity(events, time, worker.Id, command.JobId, command.UserId);
            activity.Progress(0, command.Documents.Count);
            var (models, documents) = await embedder.EmbedAsync(command.Documents, command.Models, either.Token);
            var durationMs = (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            await AnswerAsync(context, models, documents, durationMs);
            Tell(activity, command, models, durationMs);
            LogEmbedded(command.BatchId, command.JobId, documents.Count, documents.Sum(document => document.Chunks.Count), durationMs);
        }
        catch (OperationCanceledException) when (batch.Stopped.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            LogStopped(command.BatchId, command.JobId);
            await AnswerAsync(context, [], [], (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        finally
        {
            worker.End();
        }
    }

    private async Task AnswerAsync(
        ConsumeContext<EmbedDocuments> context, IReadOnlyList<ModelOutcome> models, IReadOnlyList<EmbeddedDocument> documents, int durationMs)
    {
        var answer = new DocumentsEmbedded
        {
            BatchId = context.Message.BatchId,
            JobId = context.Message.JobId,
            Models = models,
            Documents = documents,
            DurationMs = durationMs,
            WorkerId = worker.Id,
        };
        await BrokerPatience.ConfirmedAsync(token => context.Publish(answer, token));
    }

    private static void Tell(BatchActivity activity, EmbedDocuments command, IReadOnlyList<ModelOutcome> models, int durationMs)
    {
        var total = command.Documents.Count;
        var ok = models.Any(model => model.Error is null);
        for (var i = 0; i < total; i++)
            activity.ItemCompleted(command.Documents[i].Title ?? command.Documents[i].DocumentId.ToString(), ok, durationMs, total - i - 1);
        var completed = ok ? total : 0;
        activity.Progress(completed, total);
        activity.BatchComplete(completed, total);
        activity.TaskCompleted(completed, total - completed, durationMs);
    }
}
