using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Leases;

namespace Trawl.Api.Dispatch;

/// <summary>Puts committed leases on the broker. Those it does not take are given back, and nothing is leased for a moment.</summary>
internal sealed partial class BatchPublisher(
    IBus bus, NpgsqlDataSource database, LeaseReturn leases, IOptions<JobsOptions> options, TimeProvider time, ILogger<BatchPublisher> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private DateTimeOffset _restUntil;

    /// <summary>False while the broker has just refused.</summary>
    public bool IsReady => time.GetUtcNow() >= _restUntil;

    public async Task PublishAsync(IReadOnlyList<OutgoingBatch> batches, CancellationToken cancellationToken)
    {
        if (batches.Count == 0)
            return;
        var failed = await Task.WhenAll(batches.Select(b => FailedAsync(b, cancellationToken)));
        cancellationToken.ThrowIfCancellationRequested();
        var published = batches.Where((_, i) => failed[i] is null).Select(b => b.LeaseId).ToArray();
        if (published.Length > 0)
            await MarkAsync(published, cancellationToken);
        if (published.Length == batches.Count)
            return;
        _restUntil = time.GetUtcNow() + Rest;
        LogBrokerAway(batches.Count - published.Length, failed.First(f => f is not null)!.Message);
        await leases.ReturnAsync([.. batches.Where((_, i) => failed[i] is not null).Select(b => b.LeaseId)], LeaseReturnKind.Withdrawn, cancellationToken);
    }

    // Whatever it is, the broker has not confirmed the message: its lease goes back and the reason is logged.
    private async Task<Exception?> FailedAsync(OutgoingBatch batch, CancellationToken cancellationToken)
    {
        var withdrawn = false;
        try
        {
            // As in PublishWithinAsync, not cancelled midway.
            await bus.Publish(batch.Message, Prepare, CancellationToken.None).WaitAsync(Timeout, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Volatile.Write(ref withdrawn, true);
            return exception;
        }

        // Called when the transport has a broker to send it to, each time that it tries. That may be minutes later: its pages are
        // another batch's by then, and two batches would ask one host at once.
        void Prepare(PublishContext context)
        {
            if (Volatile.Read(ref withdrawn))
                throw new OperationCanceledException("The lease of this batch has been taken back.");
            // What nobody has taken up while its lease lasted has been handed out again by then.
            context.TimeToLive = options.Value.LeaseDuration;
        }
    }

    /// <summary>Best effort: a lease that a result has locked is known to be published by it.</summary>
    private async Task MarkAsync(Guid[] leaseIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update leases set published = true where id in (select id from leases where id = any($1) for update skip locked)");
        command.Parameters.AddWithValue(leaseIds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
