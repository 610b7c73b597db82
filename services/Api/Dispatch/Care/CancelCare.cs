using MassTransit;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Ending;
using Trawl.Contracts.Jobs;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Api.Dispatch.Care;

/// <summary>
/// Tells workers to let go of jobs that are being cancelled or have expired: here and not in the request, so that a cancel is taken
/// while the broker is away; and again now and then, because a worker may come up with a batch after it was told.
/// </summary>
internal sealed partial class CancelCare(
    IBus bus, IDbContextFactory<TrawlDbContext> contexts, JobTransactions transactions, TimeProvider time, ILogger<CancelCare> logger)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly Dictionary<Guid, DateTimeOffset> _told = [];

    public async Task RunAsync(DispatchState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var unwanted = state.Cancelling.Concat(state.Held.Where(j => j.Status == JobStatus.Expired)).ToList();
        foreach (var gone in _told.Keys.Except(unwanted.Select(j => j.Id)).ToArray())
            _told.Remove(gone);
        foreach (var job in unwanted)
        {
            if (_told.TryGetValue(job.Id, out var last) && now - last < Again)
                continue;
            _told[job.Id] = now;
            await TellAsync(job.Id, cancellationToken);
            if (job.Status == JobStatus.Cancelling)
                await SettleAsync(job.Id, cancellationToken);
        }
    }

    private async Task TellAsync(Guid jobId, CancellationToken cancellationToken)
    {
        try
        {
            await bus.PublishWithinAsync(new StopJob { JobId = jobId }, Timeout, cancellationToken);
        }
        // Said again in five seconds; without it the leases run out, which only takes longer.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotTold(jobId, exception.Message);
        }
    }

    private async Task SettleAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await transactions.BeginAsync(db, cancellationToken);
        foreach (var job in (await transaction.LockAsync([jobId], cancellationToken)).Values)
            await JobEnd.SettleAsync(transaction, job, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
