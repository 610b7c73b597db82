using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Workers;

/// <summary>The workers heard of lately. Remembered for a second: everybody asks, nothing changes that fast.</summary>
public sealed class LiveWorkers(IDbContextFactory<TrawlDbContext> contexts, IOptions<JobsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private volatile Seen? _seen;
    private volatile int _forgotten;

    public async Task<IReadOnlyList<Worker>> ListAsync(CancellationToken cancellationToken)
    {
        if (_seen is { } seen && time.GetUtcNow() - seen.At < Fresh)
            return seen.Workers;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ListAsync(db, cancellationToken);
    }

    /// <summary>For callers with a connection: a hundred of them must not each wait for a second one.</summary>
    public async Task<IReadOnlyList<Worker>> ListAsync(TrawlDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var now = time.GetUtcNow();
        if (_seen is { } seen && now - seen.At < Fresh)
            return seen.Workers;
        var forgotten = _forgotten;
        var since = now - options.Value.WorkerTimeout;
        var workers = await db.Workers.AsNoTracking().Where(w => w.LastSeen > since).OrderBy(w => w.Id).ToListAsync(cancellationToken);
        // Read before somebody came or went, and back after it was said: true then, not now.
        if (forgotten == _forgotten)
            _seen = new Seen(now, workers);
        return workers;
    }

    public async Task<int> SlotsAsync(TrawlDbContext db, WorkerKind kind, CancellationToken cancellationToken) =>
        (await ListAsync(db, cancellationToken)).Where(w => w.Kind == kind).Sum(w => w.Slots);

    /// <summary>Somebody came or went: look again next time.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        _seen = null;
    }

    private sealed record Seen(DateTimeOffset At, IReadOnlyList<Worker> Workers);
}
