using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Embedder.Activity;

/// <summary>The running commentary on one batch. All counts are documents of this batch: only the Api knows the whole job.</summary>
internal sealed class BatchActivity(IEventPublisher publisher, TimeProvider time, string worker, Guid jobId, string userId)
{
    private const string TaskName = "embedding_generation";

    private readonly ActivityWriter writer = new(publisher, time, jobId, userId);

    public void Progress(int completed, int total) =>
        writer.Publish(EventTypes.ProcessingProgress, (completed, total, worker), static (json, state) =>
        {
            json.WriteString("taskName"u8, TaskName);
            json.WriteNumber("completed"u8, state.completed);
            json.WriteNumber("total"u8, state.total);
            json.WriteNumber("progressPercent"u8, Math.Round(state.completed * 100.0 / Math.Max(1, state.total), 1));
            json.WriteString("worker"u8, state.worker);
        });

    public void ItemCompleted(string item, bool ok, int durationMs, int queueSize) =>
        writer.Publish(EventTypes.WorkerItemCompleted, (item, ok, durationMs, queueSize, worker), static (json, state) =>
        {
            json.WriteString("workerName"u8, state.worker);
            json.WriteString("item"u8, state.item);
            json.WriteBoolean("ok"u8, state.ok);
            json.WriteNumber("durationMs"u8, state.durationMs);
            json.WriteNumber("queueSize"u8, state.queueSize);
        });

    public void BatchComplete(int completed, int total) =>
        writer.Publish(EventTypes.BatchComplete, (completed, total, worker), static (json, state) =>
        {
            json.WriteString("taskName"u8, TaskName);
            json.WriteNumber("completed"u8, state.completed);
            json.WriteNumber("total"u8, state.total);
            json.WriteNumber("batchSize"u8, state.total);
            json.WriteString("worker"u8, state.worker);
        });

    public void TaskCompleted(int completed, int failed, int durationMs) =>
        writer.Publish(EventTypes.TaskCompleted, (completed, failed, durationMs, worker), static (json, state) =>
        {
            json.WriteString("taskName"u8, TaskName);
            json.WriteNumber("completed"u8, state.completed);
            json.WriteNumber("failed"u8, state.failed);
            json.WriteNumber("durationMs"u8, state.durationMs);
            json.WriteString("worker"u8, state.worker);
        });
}
