using System.Diagnostics;
using MassTransit;
using Trawl.Contracts.Embedding;
using Trawl.Embedder.Activity;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Messaging;
using Trawl.Work;
using Trawl.WorkerDefaults.Stopping;

namespace Trawl.Embedder.EmbedDocuments;

// Inside the namespace, where the message's name wins over the slice's.
using EmbedDocuments = Trawl.Contracts.Embedding.EmbedDocuments;

/// <summary>One batch in, one answer out; a job that was stopped is answered with no documents, so that its lease ends at once.</summary>
internal sealed partial class EmbedDocumentsConsumer(
    BatchEmbedder embedder, CpuThreads cpu, EmbedderWorker worker, StoppedJobs stopped, IEventPublisher events, TimeProvider time, ILogger<EmbedDocumentsConsumer> log)
    : IConsumer<EmbedDocuments>
{
    public async Task Consume(ConsumeContext<EmbedDocuments> context)
    {
        var command = context.Message;
        var begun = Stopwatch.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var registration = stopped.Register(command.JobId, context.SentTime ?? time.GetUtcNow().UtcDateTime, ended);
        worker.Begin();
        try
        {
            var activity = new BatchActivity(events, time, worker.Id, command.JobId, command.UserId, command.Documents.Count);
            activity.Begun();
            var (models, documents) = await cpu.RunAsync(token => embedder.EmbedAsync(command.Documents, command.Models, token), ended.Token);
            var durationMs = (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            await AnswerAsync(context, models, documents, durationMs);
            activity.Done(command.Documents.Select(document => document.Title ?? document.DocumentId.ToString()), models.Any(model => model.Error is null), durationMs);
            LogEmbedded(command.BatchId, command.JobId, documents.Count, documents.Sum(document => document.Chunks.Count), durationMs);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
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
        await context.ConfirmedAsync(token => context.Publish(answer, token));
    }
}
