using System.Runtime.CompilerServices;

namespace Trawl.Work;

/// <summary>How work is done and who is told. Of <see cref="WorkItems"/>, <see cref="WorkQueue{TItem,TResult}"/> and <see cref="CpuThreads"/>.</summary>
public sealed record WorkOptions
{
    /// <summary>What reports call the task. Defaults to <c>work</c>.</summary>
    public string TaskName { get; init; } = "work";

    /// <summary>Items under way at once. Defaults to 3.</summary>
    public int MaxConcurrency { get; init => field = AtLeast(1, value); } = 3;

    /// <summary>After how many items a batch is reported; nothing waits for a batch to be full. Of <see cref="WorkItems"/>. Defaults to 10.</summary>
    public int BatchSize { get; init => field = AtLeast(1, value); } = 10;

    /// <summary>
    /// The least time between the beginnings of two items, however many are under way: a service that allows five requests a second
    /// wants 200 ms. Of <see cref="WorkItems"/>. Defaults to none.
    /// </summary>
    public TimeSpan RateLimit { get; init => field = AtLeast(TimeSpan.Zero, value); }

    /// <summary>
    /// Whether the first failure ends the task: nothing more is begun, what is under way is cancelled, and the failure is thrown.
    /// Of <see cref="WorkItems"/>. Defaults to false: every item is tried, and the results say which failed.
    /// </summary>
    public bool StopOnFailure { get; init; }

    /// <summary>How many items may wait; who adds one more waits itself. Of <see cref="WorkQueue{TItem,TResult}"/>. Defaults to 1000.</summary>
    public int QueueCapacity { get; init => field = AtLeast(1, value); } = 1000;

    /// <summary>How many items there are, for progress. Defaults to what the items say themselves, if they do.</summary>
    public int? Total { get; init; }

    /// <summary>Who is told. Defaults to nobody.</summary>
    public IWorkReporter? Reporter { get; init; }

    /// <summary>What reports call the worker. Defaults to the machine's name.</summary>
    public string Worker { get; init; } = Environment.MachineName.ToLowerInvariant();

    /// <summary>The clock. Defaults to the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    private static T AtLeast<T>(T least, T value, [CallerMemberName] string name = "")
        where T : IComparable<T> => value.CompareTo(least) >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {least}.");
}
