namespace Trawl.WorkerDefaults.Stopping;

/// <summary>
/// Which batches are not to be worked on any more. A stopped job may run again (a retry), so what counts is whether a batch was sent
/// before the stop or after it. Remembered for an hour: by then no batch from before can still be in a queue.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class StoppedJobs(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>More than this many are forgotten, oldest first: a forgotten one costs a batch of useless work, no more.</summary>
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Stopped> stops = [];
    private readonly Queue<(Guid JobId, DateTimeOffset HeardAt)> order = new();
    private readonly Dictionary<Guid, List<Batch>> running = [];

    /// <summary>Stops what runs of a job, and what was sent before and comes later.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="sentAt">When the stop was sent.</param>
    public void Stop(Guid jobId, DateTime sentAt)
    {
        Batch[] unwanted;
        lock (gate)
        {
            Forget();
            var now = time.GetUtcNow();
            // Stops may overtake each other; the latest is the one that holds.
            var latest = stops.TryGetValue(jobId, out var known) && known.SentAt > sentAt ? known.SentAt : sentAt;
            stops[jobId] = new Stopped(latest, now);
            order.Enqueue((jobId, now));
            unwanted = running.TryGetValue(jobId, out var batches) ? [.. batches.Where(batch => batch.SentAt <= sentAt)] : [];
        }

        foreach (var batch in unwanted)
            batch.Cancel();
    }

    /// <summary>Ties a batch to its job: cancelled when a stop comes, or came, that was sent after it. Dispose the answer when the batch is done.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="sentAt">When the batch was sent.</param>
    /// <param name="source">Is cancelled.</param>
    public IDisposable Register(Guid jobId, DateTime sentAt, CancellationTokenSource source)
    {
        var batch = new Batch(this, jobId, sentAt, source);
        bool isStopped;
        lock (gate)
        {
            isStopped = stops.TryGetValue(jobId, out var stop) && time.GetUtcNow() - stop.HeardAt < Memory && sentAt <= stop.SentAt;
            if (!running.TryGetValue(jobId, out var batches))
                running[jobId] = batches = [];
            batches.Add(batch);
        }

        if (isStopped)
            batch.Cancel();
        return batch;
    }

    private void Forget()
    {
        while (order.TryPeek(out var oldest) && (order.Count >= Most || time.GetUtcNow() - oldest.HeardAt >= Memory))
        {
            order.Dequeue();
            // Stopped again since: that is another entry's to forget.
            if (stops.TryGetValue(oldest.JobId, out var stop) && stop.HeardAt == oldest.HeardAt)
                stops.Remove(oldest.JobId);
        }
    }

    private void Release(Batch batch)
    {
        lock (gate)
        {
            if (running.TryGetValue(batch.JobId, out var batches) && batches.Remove(batch) && batches.Count == 0)
                running.Remove(batch.JobId);
        }
    }

    private readonly record struct Stopped(DateTime SentAt, DateTimeOffset HeardAt);

    private sealed class Batch(StoppedJobs owner, Guid jobId, DateTime sentAt, CancellationTokenSource source) : IDisposable
    {
        public Guid JobId => jobId;

        public DateTime SentAt => sentAt;

        public void Cancel()
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended between being looked up and being told.
            }
        }

        public void Dispose() => owner.Release(this);
    }
}
