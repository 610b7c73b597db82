namespace Trawl.Contracts.Channels;

/// <summary>The names of all events, by kind.</summary>
public static class EventTypes
{
    /// <summary>Log: the job waits for its turn.</summary>
    public const string Queued = "queued";
    /// <summary>State: its place changed.</summary>
    public const string QueuePosition = "queue_position";
    /// <summary>Log: work began.</summary>
    public const string Started = "started";
    /// <summary>Log: the user paused it.</summary>
    public const string Paused = "paused";
    /// <summary>Log: it goes on.</summary>
    public const string Resumed = "resumed";
    /// <summary>Log: a cancel was asked for; workers are finishing.</summary>
    public const string Cancelling = "cancelling";
    /// <summary>Log, terminal: no worker works on it any more.</summary>
    public const string Cancelled = "cancelled";
    /// <summary>Log, terminal: its time ran out.</summary>
    public const string Expired = "expired";
    /// <summary>Log: nothing moves, and why.</summary>
    public const string Stalled = "stalled";
    /// <summary>Log: a new stage.</summary>
    public const string Stage = "stage";
    /// <summary>State: counts and percentage.</summary>
    public const string Progress = "progress";
    /// <summary>Log: what a model did.</summary>
    public const string ModelResult = "model_result";
    /// <summary>Log: a question, or what became of it.</summary>
    public const string Clarification = "clarification";
    /// <summary>Log: somebody's remark.</summary>
    public const string Comment = "comment";
    /// <summary>Log, terminal: done.</summary>
    public const string Completed = "completed";
    /// <summary>Log, terminal: given up.</summary>
    public const string Failed = "failed";
    /// <summary>Log, on <c>user:</c> and <c>system</c>: a notice.</summary>
    public const string Notification = "notification";
    /// <summary>Log, on <c>user:</c>: a draft changed.</summary>
    public const string DraftUpdated = "draft_updated";
    /// <summary>Log, on <c>user:</c>: an ended job, or a source, is no more.</summary>
    public const string Deleted = "deleted";
    /// <summary>Activity: how far a task of a worker is.</summary>
    public const string ProcessingProgress = "processing_progress";
    /// <summary>Activity: a batch is done.</summary>
    public const string BatchComplete = "batch_complete";
    /// <summary>Activity: a task is done.</summary>
    public const string TaskCompleted = "task_completed";
    /// <summary>Activity: an item is done.</summary>
    public const string WorkerItemCompleted = "worker_item_completed";
    /// <summary>State: who is subscribed.</summary>
    public const string Presence = "presence";
    /// <summary>Activity: somebody's cursor.</summary>
    public const string Cursor = "cursor";
    /// <summary>Activity, custom jobs: passed through.</summary>
    public const string SyncProgress = "sync:progress";
    /// <summary>Activity, custom jobs: passed through.</summary>
    public const string PreviewStatus = "preview:status";
    /// <summary>Activity, custom jobs: passed through.</summary>
    public const string GenerationProgress = "generation:progress";

    /// <summary>State events: only the newest of a channel and type matters.</summary>
    public static IReadOnlySet<string> State { get; } = new HashSet<string> { QueuePosition, Progress, Presence };

    /// <summary>Activity events: may be thinned out, never stored.</summary>
    public static IReadOnlySet<string> Activity { get; } = new HashSet<string>
    {
        ProcessingProgress, BatchComplete, TaskCompleted, WorkerItemCompleted, Cursor, SyncProgress, PreviewStatus, GenerationProgress,
    };

    /// <summary>After one of these a job's channel says nothing more.</summary>
    public static IReadOnlySet<string> Terminal { get; } = new HashSet<string> { Completed, Failed, Cancelled, Expired };
}
