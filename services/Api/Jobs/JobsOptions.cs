using Trawl.ServiceDefaults;

namespace Trawl.Api.Jobs;

/// <summary>How jobs are run: section <c>Jobs</c>.</summary>
public sealed class JobsOptions : IValidatedOptions
{
    /// <summary>Most jobs admitted at once. Defaults to a quarter of the live crawlers' slots, at least 1.</summary>
    public int? MaxRunning { get; set; }

    /// <summary>
    /// Jobs a user gets begun for each one of a user who is not named, while both have jobs queued: <c>Jobs:UserWeights:{userId}</c>,
    /// from 0.01 to 100. Defaults to 1 for everybody.
    /// </summary>
    public Dictionary<string, double> UserWeights { get; set; } = [];

    /// <summary>A job that has waited so long goes on waiting as one of the next higher priority, and so on up to high. Defaults to 10 minutes.</summary>
    public TimeSpan PromoteAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a batch may give no sign before its pages are handed out again. Defaults to 2 minutes.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a lease may wait to be known as published: past it, its dispatcher is taken for dead. Defaults to 10 seconds.</summary>
    public TimeSpan PublishGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a page or document is handed out before it counts as failed. Defaults to 3.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Most batches of one host under way, over all jobs and replicas; 1 where a delay is kept. Defaults to 2.</summary>
    public int MaxBatchesPerHost { get; set; } = 2;

    /// <summary>Work that one batch should hold. Defaults to 1 second.</summary>
    public TimeSpan BatchDuration { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most pages in a batch. Defaults to 100.</summary>
    public int MaxBatchPages { get; set; } = 100;

    /// <summary>Most documents in an embedding batch. Defaults to 32.</summary>
    public int MaxEmbedDocuments { get; set; } = 32;

    /// <summary>Most bytes of text in an embedding batch; a larger document goes alone. Defaults to 524288.</summary>
    public int MaxEmbedBytes { get; set; } = 512 * 1024;

    /// <summary>How long nothing moves before a job is called stalled. Defaults to 30 seconds.</summary>
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the dispatcher looks without being woken. Defaults to 1 second.</summary>
    public TimeSpan DispatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A worker not heard of for so long counts as gone. Defaults to 15 seconds.</summary>
    public TimeSpan WorkerTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Most progress events a second of one job. Defaults to 10.</summary>
    public int ProgressPerSecond { get; set; } = 10;

    /// <summary>How long a question waits for an answer before its default holds, unless it says itself. Defaults to 1 day.</summary>
    public TimeSpan QuestionTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Give every lease back when the dispatcher takes over: right where the broker was in the process that died (the standalone
    /// host sets it), wrong where it lives on and delivers again. Defaults to false.
    /// </summary>
    public bool ReleaseLeasesAtStart { get; set; }

    public IEnumerable<string> Validate(string section)
    {
        if (MaxRunning < 1)
            yield return $"{section}:MaxRunning is {MaxRunning}; it must be at least 1, or absent.";
        foreach (var (name, value) in new[] { (nameof(MaxAttempts), MaxAttempts), (nameof(MaxBatchesPerHost), MaxBatchesPerHost), (nameof(MaxBatchPages), MaxBatchPages),
            (nameof(MaxEmbedDocuments), MaxEmbedDocuments), (nameof(MaxEmbedBytes), MaxEmbedBytes), (nameof(ProgressPerSecond), ProgressPerSecond) })
        {
            if (value < 1)
                yield return $"{section}:{name} is {value}; it must be at least 1.";
        }

        foreach (var (user, weight) in UserWeights)
        {
            if (weight is not (>= 0.01 and <= 100))
                yield return $"{section}:UserWeights:{user} is {weight}; it must be from 0.01 to 100.";
        }

        foreach (var (name, value) in new[] { (nameof(LeaseDuration), LeaseDuration), (nameof(PublishGrace), PublishGrace), (nameof(BatchDuration), BatchDuration),
            (nameof(StalledAfter), StalledAfter), (nameof(DispatchInterval), DispatchInterval), (nameof(WorkerTimeout), WorkerTimeout), (nameof(PromoteAfter), PromoteAfter),
            (nameof(QuestionTimeout), QuestionTimeout) })
        {
            if (value <= TimeSpan.Zero)
                yield return $"{section}:{name} is {value}; it must be above 0.";
        }
    }
}
