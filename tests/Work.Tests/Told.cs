using System.Collections.Concurrent;

namespace Trawl.Work.Tests;

/// <summary>Everything that was reported, in order.</summary>
internal sealed class Told : IWorkReporter
{
    public ConcurrentQueue<object> All { get; } = new();

    public IEnumerable<TaskProgress> Progresses => All.OfType<TaskProgress>();
    public IEnumerable<BatchCompleted> Batches => All.OfType<BatchCompleted>();
    public IEnumerable<ItemCompleted> Items => All.OfType<ItemCompleted>();
    public TaskCompleted End => Assert.Single(All.OfType<TaskCompleted>());

    public void Progress(in TaskProgress progress) => All.Enqueue(progress);

    public void BatchCompleted(in BatchCompleted batch) => All.Enqueue(batch);

    public void TaskCompleted(in TaskCompleted task) => All.Enqueue(task);

    public void ItemCompleted(in ItemCompleted item) => All.Enqueue(item);
}
