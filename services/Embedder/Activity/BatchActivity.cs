using Trawl.ServiceDefaults.Events;
using Trawl.Work;
using Trawl.WorkerDefaults.Activity;

namespace Trawl.Embedder.Activity;

/// <summary>The running commentary on one batch. All counts are documents of this batch: only the Api knows the whole job.</summary>
internal sealed class BatchActivity(IEventPublisher publisher, TimeProvider time, string worker, Guid jobId, string userId, int total)
{
    private const string TaskName = "embedding_generation";

    private readonly JobActivity activity = new(publisher, time, jobId, userId);

    public void Begun() => activity.Progress(new TaskProgress(TaskName, 0, 0, total, worker));

    public void Done(IEnumerable<string> items, bool ok, int durationMs)
    {
        var left = total;
        foreach (var item in items)
            activity.ItemCompleted(new ItemCompleted(worker, item, ok, durationMs, --left));
        var completed = ok ? total : 0;
        activity.Progress(new TaskProgress(TaskName, completed, total - completed, total, worker));
        activity.BatchCompleted(new BatchCompleted(TaskName, completed, total, total, worker));
        activity.TaskCompleted(new TaskCompleted(TaskName, completed, total - completed, durationMs, worker));
    }
}
