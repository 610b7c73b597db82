namespace Trawl.Work;

/// <summary>Counts a task's items and reports them, no more often than somebody can read: four progresses and a hundred items a second.</summary>
internal sealed class TaskReport
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);
    private const int ItemsPerWindow = 25;

    private readonly WorkOptions options;
    private readonly Lock gate = new();
    private readonly RateGate progressGate;
    private readonly RateGate itemGate;
    private readonly long began;
    private int begun;
    private int known;
    private int done;
    private int failed;
    private int batched;

    public TaskReport(WorkOptions options)
    {
        this.options = options;
        began = options.Time.GetTimestamp();
        progressGate = new RateGate(options.Time, Window, closed: true);
        itemGate = new RateGate(options.Time, Window, ItemsPerWindow);
        TellProgress();
    }

    private int Total => Math.Max(options.Total ?? 0, known);

    public void ItemBegun()
    {
        lock (gate)
            known = Math.Max(known, ++begun);
    }

    /// <remarks>Those <paramref name="waiting"/> are known to come after those that have begun.</remarks>
    public void ItemDone(object? item, bool ok, long startedAt, int waiting = 0)
    {
        lock (gate)
        {
            known = Math.Max(known, begun + waiting);
            done++;
            failed += ok ? 0 : 1;
            if (options.Reporter is not { } reporter)
                return;
            if (itemGate.TryPass())
                reporter.ItemCompleted(new ItemCompleted(options.Worker, item?.ToString() ?? "", ok, MillisecondsSince(startedAt), Total - done));
            if (done - batched >= options.BatchSize)
                TellBatch(reporter, itemGate.TryPass());
            if (progressGate.TryPass())
                TellProgress();
        }
    }

    /// <summary>However it ends. Nothing is told after it.</summary>
    public void End()
    {
        lock (gate)
        {
            if (options.Reporter is not { } reporter)
                return;
            if (done > batched)
                TellBatch(reporter, true);
            TellProgress();
            reporter.TaskCompleted(new TaskCompleted(options.TaskName, done - failed, failed, MillisecondsSince(began), options.Worker));
        }
    }

    private void TellBatch(IWorkReporter reporter, bool mayTell)
    {
        if (mayTell)
            reporter.BatchCompleted(new BatchCompleted(options.TaskName, done, Total, done - batched, options.Worker));
        batched = done;
    }

    private void TellProgress() => options.Reporter?.Progress(new TaskProgress(options.TaskName, done, failed, Total, options.Worker));

    private long MillisecondsSince(long started) => (long)options.Time.GetElapsedTime(started).TotalMilliseconds;
}
