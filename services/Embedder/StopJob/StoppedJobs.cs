namespace Trawl.Embedder.StopJob;

/// <summary>
/// Which batches are no longer wanted. A job that was stopped may run again (a retry), so what counts is whether a batch was sent before
/// the stop or after it.
/// </summary>
internal sealed class StoppedJobs(TimeProvider time)
{
    // A batch that waited longer than this has lost its lease anyway.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, DateTime> stops = [];
    private readonly List<Batch> running = [];

    public void Stop(Guid jobId, DateTime sentAt)
    {
        Batch[] unwanted;
        lock (gate)
        {
            Forget();
            stops[jobId] = stops.TryGetValue(jobId, out var earlier) && earlier > sentAt ? earlier : sentAt;
            unwanted = [.. running.Where(batch => batch.JobId == jobId && batch.SentAt <= sentAt)];
        }

        foreach (var batch in unwanted)
            batch.Stop();
    }

    /// <summary>Takes a batch up: its <see cref="Batch.Stopped"/> is cancelled when the job is stopped, at once if it already is.</summary>
    public Batch Begin(Guid jobId, DateTime sentAt)
    {
        var batch = new Batch(this, jobId, sentAt);
        lock (gate)
        {
            running.Add(batch);
            if (stops.TryGetValue(jobId, out var stoppedAt) && sentAt <= stoppedAt)
                batch.Stop();
        }

        return batch;
    }

    private void End(Batch batch)
    {
        lock (gate)
            running.Remove(batch);
    }

    private void Forget()
    {
        var before = time.GetUtcNow().UtcDateTime - Remembered;
        foreach (var (jobId, _) in stops.Where(stop => stop.Value < before).ToArray())
            stops.Remove(jobId);
    }

    internal sealed class Batch(StoppedJobs owner, Guid jobId, DateTime sentAt) : IDisposable
    {
        private readonly CancellationTokenSource source = new();

        public Guid JobId => jobId;

        public DateTime SentAt => sentAt;

        public CancellationToken Stopped => source.Token;

        public void Stop()
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

        public void Dispose()
        {
            owner.End(this);
            source.Dispose();
        }
    }
}
