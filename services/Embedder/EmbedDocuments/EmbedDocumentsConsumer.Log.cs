namespace Trawl.Embedder.EmbedDocuments;

internal sealed partial class EmbedDocumentsConsumer
{
    [LoggerMessage(1510, LogLevel.Debug, "Batch {BatchId} of job {JobId}: {Documents} documents, {Chunks} chunks in {DurationMs} ms")]
    private partial void LogEmbedded(Guid batchId, Guid jobId, int documents, int chunks, int durationMs);

    [LoggerMessage(1511, LogLevel.Debug, "Batch {BatchId} dropped: job {JobId} was stopped")]
    private partial void LogStopped(Guid batchId, Guid jobId);
}
