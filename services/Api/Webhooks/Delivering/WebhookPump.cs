using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using Trawl.Api.Database;

namespace Trawl.Api.Webhooks.Delivering;

/// <summary>
/// Keeps webhooks going; every replica runs one, and they share the rows. While nobody has a webhook it asks once a second whether that is
/// still so, and events pass it by.
/// </summary>
internal sealed partial class WebhookPump(
    NewDeliveries events, DueDeliveries due, WebhookSender sender, DeliveryRecord record, DatabaseReady ready, DatabaseSignals signals,
    IOptions<WebhooksOptions> options, TimeProvider time, ILogger<WebhookPump> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CutInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);
    private readonly AsyncSignal _wake = new();
    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();
    private volatile IReadOnlySet<string> _channels = new HashSet<string>();
    private DateTimeOffset _look;
    private DateTimeOffset _cut;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ready.WaitAsync(stoppingToken);
        signals.EventsCommitted += WakeFor;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await RunAsync(stoppingToken);
        }
        finally
        {
            signals.EventsCommitted -= WakeFor;
            // What is being said is said to its end, but a process that stops does not wait for who hangs: that is said again.
            await Task.WhenAny(Task.WhenAll(_underWay.Values), Task.Delay(LastWords, time, CancellationToken.None));
        }
    }

    private void WakeFor(string channel)
    {
        if (_channels.Contains(channel))
            _wake.Set();
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _wake.WaitAsync(await TurnAsync(stoppingToken), stoppingToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException }
            && !stoppingToken.IsCancellationRequested)
        {
            LogWaiting(exception.Message);
            await Task.Delay(Poll, time, stoppingToken);
        }
    }

    /// <summary>Does what there is to do now; how long to wait for more.</summary>
    private async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        if (_channels.Count == 0)
            return Poll;
        var more = await events.MakeAsync(cancellationToken);
        if (options.Value.Concurrency - _underWay.Count is > 0 and var free)
            foreach (var delivery in await due.TakeAsync(free, cancellationToken))
                Start(delivery);
        if (more)
            return TimeSpan.Zero;
        var next = await due.NextAsync(cancellationToken) - time.GetUtcNow();
        return next < Poll ? (next > TimeSpan.Zero ? next.Value : TimeSpan.Zero) : Poll;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _look)
            return;
        _channels = await events.ChannelsAsync(cancellationToken);
        _look = now + Poll;
        if (now < _cut)
            return;
        await due.CutAsync(cancellationToken);
        _cut = now + CutInterval;
    }

    private void Start(DueDelivery delivery)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay[delivery.Id] = done.Task;
        _ = TryAsync(delivery, done);
    }

    private async Task TryAsync(DueDelivery delivery, TaskCompletionSource done)
    {
        try
        {
            await record.WriteAsync(delivery, await sender.SendAsync(delivery));
        }
        // Whatever it was, the row says that it is being tried until its time is up: then it is sent again.
        catch (Exception exception)
        {
            LogNotRecorded(exception, delivery.Id);
        }
        finally
        {
            _underWay.TryRemove(delivery.Id, out _);
            done.SetResult();
            _wake.Set();
        }
    }
}
