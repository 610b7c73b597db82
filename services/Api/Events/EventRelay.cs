using Microsoft.EntityFrameworkCore;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Events;

/// <summary>
/// Publishes what the log holds and has not sent, at least once, in the order of writing. Every replica runs one; they share
/// the rows. With the broker away the rows wait, and so does nobody else.
/// </summary>
internal sealed partial class EventRelay(
    IDbContextFactory<TrawlDbContext> contexts, IEventPublisher publisher, DatabaseReady ready, DatabaseSignals signals, TimeProvider time,
    ILogger<EventRelay> logger) : BackgroundService
{
    private const int Limit = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        var pause = Poll;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RelayAsync(stoppingToken) > 0)
                    pause = Poll;
                await signals.Relay.WaitAsync(Poll, stoppingToken);
            }
            catch (Exception exception) when (IsPassing(exception) && !stoppingToken.IsCancellationRequested)
            {
                LogWaiting(exception.Message);
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
    }

    /// <summary>Publishes one lot; how many it held.</summary>
    internal async Task<int> RelayAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rows = await db.Events
            .FromSql($"select * from events where not sent order by id limit {Limit} for update skip locked")
            .AsNoTracking().ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return 0;

        rows.Sort((a, b) => a.Id.CompareTo(b.Id));
        var messages = new EventMessage[rows.Count];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = ChannelEventJson.Write(Of(rows[i]));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(PublishTimeout);
        await publisher.PublishConfirmedAsync(messages, timeout.Token);

        var ids = rows.Select(r => r.Id).ToArray();
        await db.Database.ExecuteSqlAsync($"update events set sent = true where id = any({ids})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    internal static ChannelEvent Of(LoggedEvent row) => new()
    {
        Type = row.Type, Channel = row.Channel, JobId = row.JobId, Seq = row.Seq, Version = row.Version,
        Timestamp = row.Timestamp, Traceparent = row.Traceparent, Data = row.Data.RootElement,
    };

    // A publish that took too long is cancelled by us, not by the host.
    private static bool IsPassing(Exception exception) =>
        exception is EventBackplaneException or OperationCanceledException or NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException };
}
