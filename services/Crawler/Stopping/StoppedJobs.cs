namespace Trawl.Crawler.Stopping;

/// <summary>The jobs that are not to be worked on any more, for an hour: by then no batch of theirs can still be in a queue.</summary>
internal sealed class StoppedJobs(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>More than this many are forgotten, oldest first: a forgotten one costs a batch of useless work, no more.</summary>
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, DateTimeOffset> stopped = [];
    private readonly Queue<Guid> order = new();
    private readonly Dictionary<Guid, List<CancellationTokenSource>> running = [];

    /// <summary>Stops what runs of a job, and what comes of it later.</summary>
    public void Stop(Guid jobId)
    {
        CancellationTokenSource[] affected;
        lock (gate)
        {
            Forget();
            if (stopped.TryAdd(jobId, time.GetUtcNow()))
                order.Enqueue(jobId);
            affected = running.TryGetValue(jobId, out var batches) ? [.. batches] : [];
        }

        foreach (var batch in affected)
            batch.Cancel();
    }

    /// <summary>Ties a batch to its job: cancelled when the job is, or was, stopped. Dispose the answer when the batch is done.</summary>
    public IDisposable Register(Guid jobId, CancellationTokenSource batch)
    {
        bool isStopped;
        lock (gate)
        {
            isStopped = stopped.TryGetValue(jobId, out var since) && time.GetUtcNow() - since < Memory;
            if (!running.TryGetValue(jobId, out var batches))
                running[jobId] = batches = [];
            batches.Add(batch);
        }

        if (isStopped)
            batch.Cancel();
        return new Registration(this, jobId, batch);
    }

    private void Forget()
    {
        while (order.TryPeek(out var oldest) && (order.Count >= Most || time.GetUtcNow() - stopped[oldest] >= Memory))
            stopped.Remove(order.Dequeue());
    }

    private void Release(Guid jobId, CancellationTokenSource batch)
    {
        lock (gate)
        {
            if (running.TryGetValue(jobId, out var batches) && batches.Remove(batch) && batches.Count == 0)
                running.Remove(jobId);
        }
    }

    private sealed class Registration(StoppedJobs owner, Guid jobId, CancellationTokenSource batch) : IDisposable
    {
        public void Dispose() => owner.Release(jobId, batch);
    }
}
