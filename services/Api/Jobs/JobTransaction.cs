using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Events.Data;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Api.Jobs.Views;
using Trawl.Api.Queue.Order;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs;

/// <summary>
/// The one way in which jobs change: their rows are locked first and in the order of ids, what changed is told by events of
/// the same transaction, and state events follow its commit. Then, in this order: sources by id, channels by name.
/// </summary>
internal sealed partial class JobTransaction(
    TrawlDbContext db, IDbContextTransaction? own, ProgressPublisher progress, QueueCommits queue, JobsOptions options, DateTimeOffset now,
    ILogger<JobTransaction> logger) : IAsyncDisposable
{
    private readonly EventLog _log = new(now);
    private readonly HashSet<Job> _touched = [];
    private readonly List<Job> _ended = [];
    private readonly Dictionary<Guid, QueueKey> _wereQueued = [];
    private bool _wakeDispatcher;

    public TrawlDbContext Db => db;

    public JobsOptions Options => options;

    /// <summary>One time for all that happens in it.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Locks jobs and reads them as they are then. Those that are gone are missing.</summary>
    public async Task<Dictionary<Guid, Job>> LockAsync(IEnumerable<Guid> jobIds, CancellationToken cancellationToken)
    {
        var ids = jobIds.Distinct().ToArray();
        // A job that the caller has read before the lock must not hide what is in the row now.
        foreach (var entry in db.ChangeTracker.Entries<Job>().Where(e => ids.Contains(e.Entity.Id)).ToArray())
            entry.State = EntityState.Detached;
        var jobs = await db.Jobs.FromSql($"select * from jobs where id = any({ids}) order by id for update")
            .AsTracking().ToDictionaryAsync(j => j.Id, cancellationToken);
        foreach (var job in jobs.Values.Where(j => j.Status == JobStatus.Queued))
            _wereQueued.TryAdd(job.Id, QueueKey.Of(job));
        return jobs;
    }

    /// <summary>Keeps others from writing documents of these sources meanwhile, or from deleting them.</summary>
    public Task LockSourcesAsync(IEnumerable<Guid> sourceIds, CancellationToken cancellationToken)
    {
        var ids = sourceIds.Distinct().ToArray();
        return ids.Length == 0
            ? Task.CompletedTask
            : db.Database.ExecuteSqlAsync($"select 1 from sources where id = any({ids}) order by id for no key update", cancellationToken);
    }

    /// <summary>Something changed that a frontend can see.</summary>
    public void Touch(Job job)
    {
        if (_touched.Add(job))
            job.Version++;
    }

    public void Log<T>(Job job, string type, T data)
    {
        Touch(job);
        if (EventTypes.Terminal.Contains(type))
            _log.Append(job, type, WithLastState(job, data));
        else
            _log.Append(job, type, data);
    }

    /// <summary>An event of a user's channel, or of <c>system</c>, that no job's channel has.</summary>
    public void Log<T>(string channel, string type, T data, Guid? jobId = null) => _log.Append(channel, type, data, jobId);

    // After a terminal event there is no progress event: it says itself how far the job came.
    private static JsonObject WithLastState<T>(Job job, T data)
    {
        var fields = JsonSerializer.SerializeToNode(data, TrawlJson.Options)!.AsObject();
        fields.TryAdd("progress", job.Status == JobStatus.Completed ? 100 : Math.Floor(job.Progress * 10) / 10);
        fields.TryAdd("counts", JsonSerializer.SerializeToNode(JobView.CountsOf(job), TrawlJson.Options));
        return fields;
    }

    /// <summary>Moves the stage forward, never back, and says so.</summary>
    public void Advance(Job job, JobStage stage, string message)
    {
        if (stage <= job.Stage)
            return;
        job.Stage = stage;
        Log(job, EventTypes.Stage, new StageData(stage, message));
    }

    /// <summary>Changes its status; the caller logs the event that says so.</summary>
    public void Move(Job job, JobMove move)
    {
        job.Status = JobTransitions.After(job.Status, move);
        Touch(job);
    }

    /// <summary>It is over, after <see cref="JobEnd.PrepareAsync"/>; the caller logs the event that says so.</summary>
    public void End(Job job, JobMove move)
    {
        Move(job, move);
        job.FinishedAt = now;
        job.TotalIsEstimate = false;
        _ended.Add(job);
    }

    /// <summary>There is work to hand out after this, or a place has become free.</summary>
    public void WakeDispatcher() => _wakeDispatcher = true;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        foreach (var job in _touched)
            JobProgress.Update(job);
        await db.SaveChangesAsync(cancellationToken);
        if (!_log.IsEmpty)
            await _log.WriteAsync(db, cancellationToken);
        var moved = _touched.Select(QueueChange.Of).Where(c => c.Key != (_wereQueued.TryGetValue(c.Id, out var was) ? was : null)).ToArray();
        if (moved.Length > 0)
            await queue.AnnounceAsync(db, moved, cancellationToken);
        if (_wakeDispatcher)
            await db.Database.ExecuteSqlRawAsync($"notify {DatabaseSignals.DispatchChannel}", cancellationToken);
        if (own is null)
            return;
        await own.CommitAsync(cancellationToken);
        foreach (var job in _touched)
            if (job.Status != JobStatus.Queued)
                progress.Tell(job);
        foreach (var job in _ended)
            LogEnded(job.Id, job.UserId, job.Status, job.FinishedAt - job.StartedAt, job.Documents, job.Failed, job.Skipped);
    }

    public async ValueTask DisposeAsync()
    {
        if (own is null)
            return;
        await own.DisposeAsync();
        db.ChangeTracker.Clear();
    }
}
