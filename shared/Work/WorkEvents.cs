namespace Trawl.Work;

/// <summary>How far a task is.</summary>
/// <param name="TaskName">The task.</param>
/// <param name="Completed">Items done, well or not.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Total">All items. Where that is not known beforehand: those begun so far.</param>
/// <param name="Worker">Who does it.</param>
public readonly record struct TaskProgress(string TaskName, int Completed, int Failed, int Total, string Worker)
{
    /// <summary>From 0 to 100, with one decimal.</summary>
    public double Percent => Math.Round(Completed * 100.0 / Math.Max(1, Total), 1);
}

/// <summary>A batch of a task's items is done.</summary>
/// <param name="TaskName">The task.</param>
/// <param name="Completed">Items of the task done by now, well or not.</param>
/// <param name="Total">As of <see cref="TaskProgress"/>.</param>
/// <param name="BatchSize">Items of this batch; the last one may be smaller.</param>
/// <param name="Worker">Who does it.</param>
public readonly record struct BatchCompleted(string TaskName, int Completed, int Total, int BatchSize, string Worker);

/// <summary>A task is over.</summary>
/// <param name="TaskName">The task.</param>
/// <param name="Completed">Items done well. With <paramref name="Failed"/> fewer than all when the task was cut short.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="DurationMs">Milliseconds from its beginning.</param>
/// <param name="Worker">Who did it.</param>
public readonly record struct TaskCompleted(string TaskName, int Completed, int Failed, long DurationMs, string Worker);

/// <summary>One item is done.</summary>
/// <param name="Worker">Who did it.</param>
/// <param name="Item">Which one.</param>
/// <param name="Ok">Whether it went well.</param>
/// <param name="DurationMs">Milliseconds it took.</param>
/// <param name="QueueSize">Items that are still to come.</param>
public readonly record struct ItemCompleted(string Worker, string Item, bool Ok, long DurationMs, int QueueSize);
