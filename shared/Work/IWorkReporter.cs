namespace Trawl.Work;

/// <summary>
/// Is told what work does, as it does it. Called from whatever thread the work is on, several at once: an implementation is safe for
/// that, returns at once and throws nothing.
/// </summary>
public interface IWorkReporter
{
    /// <summary>How far a task is: <c>processing_progress</c>.</summary>
    void Progress(in TaskProgress progress);

    /// <summary>As many more items as make a batch are done: <c>batch_complete</c>.</summary>
    void BatchCompleted(in BatchCompleted batch);

    /// <summary>A task is over, one way or another: <c>task_completed</c>.</summary>
    void TaskCompleted(in TaskCompleted task);

    /// <summary>One item is done: <c>worker_item_completed</c>.</summary>
    void ItemCompleted(in ItemCompleted item);
}
