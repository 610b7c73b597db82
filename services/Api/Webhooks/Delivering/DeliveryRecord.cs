using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Events.Data;
using Trawl.Api.Notifications;
using Trawl.Api.Events;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Webhooks.Delivering;

/// <summary>Writes down how a try ended, what follows from it, and when a webhook is given up.</summary>
internal sealed partial class DeliveryRecord(
    IDbContextFactory<TrawlDbContext> contexts, IOptions<WebhooksOptions> options, TimeProvider time, ILogger<DeliveryRecord> logger)
{
    private static readonly TimeSpan LongestWish = TimeSpan.FromDays(1);

    public async Task WriteAsync(DueDelivery delivery, AttemptOutcome outcome)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (outcome.IsDelivered)
            await DeliveredAsync(db, delivery, outcome);
        else
            await FailedAsync(db, delivery, outcome);
        await transaction.CommitAsync();
    }

    // Whichever try it was: that it has arrived stays true.
    private async Task DeliveredAsync(TrawlDbContext db, DueDelivery delivery, AttemptOutcome outcome)
    {
        var now = time.GetUtcNow();
        WebhookMetrics.Delivered(delivery.EventAt is { } said ? now - said : null);
        await db.WebhookDeliveries.Where(d => d.Id == delivery.Id && d.Status != DeliveryStatus.Delivered).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.Status, DeliveryStatus.Delivered)
            .SetProperty(d => d.DeliveredAt, now)
            .SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(d => d.ResponseStatus, outcome.Status)
            .SetProperty(d => d.Error, (string?)null));
        await db.Webhooks.Where(w => w.Id == delivery.WebhookId && w.FailingSince != null)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, (DateTimeOffset?)null));
    }

    private async Task FailedAsync(TrawlDbContext db, DueDelivery delivery, AttemptOutcome outcome)
    {
        var now = time.GetUtcNow();
        // What a receiver that is gone has refused is kept for the day it is enabled again.
        var givenUp = !outcome.IsGone && delivery.Attempt > options.Value.Schedule.Count;
        WebhookMetrics.Failed(givenUp);
        await db.WebhookDeliveries.Where(d => d.Id == delivery.Id && d.Status == DeliveryStatus.Pending && d.Attempts == delivery.Attempt).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.Status, givenUp ? DeliveryStatus.Failed : DeliveryStatus.Pending)
            .SetProperty(d => d.NextAttemptAt, givenUp ? null : now + PauseAfter(delivery.Attempt, outcome.RetryAfter))
            .SetProperty(d => d.ResponseStatus, outcome.Status)
            .SetProperty(d => d.Error, outcome.Error));
        await db.Webhooks.Where(w => w.Id == delivery.WebhookId && w.FailingSince == null)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, now));
        if (outcome.IsGone)
            await DisableAsync(db, delivery, now, "answered 410 Gone");
        // Only with a delivery given up: a webhook that says little must have had its further tries as well.
        else if (givenUp && await db.Webhooks.AnyAsync(w => w.Id == delivery.WebhookId && w.FailingSince <= now - options.Value.DisableAfter))
            await DisableAsync(db, delivery, now, $"has taken nothing for {options.Value.DisableAfter.TotalDays:0.##} days");
    }

    private TimeSpan PauseAfter(int attempt, TimeSpan? wished)
    {
        var pause = options.Value.Schedule[Math.Min(attempt, options.Value.Schedule.Count) - 1] * (1 + (Random.Shared.NextDouble() / 5));
        return wished > pause ? (wished < LongestWish ? wished.Value : LongestWish) : pause;
    }

    private async Task DisableAsync(TrawlDbContext db, DueDelivery delivery, DateTimeOffset now, string reason)
    {
        var disabled = await db.Webhooks.Where(w => w.Id == delivery.WebhookId && w.DisabledAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.DisabledAt, now));
        if (disabled == 0)
            return;
        // Out of the way of what looks for due ones, until it is enabled.
        await db.WebhookDeliveries.Where(d => d.WebhookId == delivery.WebhookId && d.Status == DeliveryStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null));
        var user = await db.Webhooks.Where(w => w.Id == delivery.WebhookId).Select(w => w.UserId).SingleAsync();
        var log = new EventLog(now);
        // Without its query: that may hold what only the receiver should know.
        log.Append(ChannelNames.User(user), EventTypes.Notification, new NotificationData(
            NotificationLevel.Error, "A webhook was disabled",
            $"{new Uri(delivery.Url).GetLeftPart(UriPartial.Path)} {reason}. What it misses is kept, and sent when it is enabled again."));
        await log.WriteAsync(db, CancellationToken.None);
        LogDisabled(delivery.WebhookId, reason);
    }
}
