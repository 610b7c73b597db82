namespace Trawl.Work.CustomJobs;

/// <summary>A custom job as it is announced, and how it is reported on.</summary>
public sealed record CustomJobOptions
{
    /// <summary>What people see. Defaults to none.</summary>
    public string? Title { get; init; }

    /// <summary>How many items there are. Defaults to what the tasks say.</summary>
    public int? Total { get; init; }

    /// <summary>To find it by. Defaults to none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The job expires when it has not ended by then, in whole minutes. Defaults to never.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>How many activity reports may wait to be sent; then the oldest are dropped. Defaults to 1000.</summary>
    public int Buffer { get; init; } = 1000;

    /// <summary>The least time between two sendings of activity. Defaults to 250 ms.</summary>
    public TimeSpan SendEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>After so long without a report one is sent all the same: it is how a cancel is heard of. Defaults to 10 s.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an end waits for activity to be sent before it goes ahead of it. Defaults to 5 s.</summary>
    public TimeSpan FlushPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock. Defaults to the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
