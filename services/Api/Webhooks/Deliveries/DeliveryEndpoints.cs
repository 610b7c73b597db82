using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Webhooks.Deliveries;

/// <summary>GET /api/webhooks/{id}/deliveries, and replay of one.</summary>
internal static class DeliveryEndpoints
{
    public static async Task<IResult> ListAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ByNumber(http.Request, faults);
        var statuses = QueryText.Enums<DeliveryStatus>(http.Request.Query, "status", faults);
        if (faults.Any)
            return faults.ToProblem();
        if (!await db.Webhooks.VisibleTo(http.GetCaller()).AnyAsync(w => w.Id == id, cancellationToken))
            return Problems.NotFound("webhook");
        var query = db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == id);
        if (statuses is not null)
            query = query.Where(d => statuses.Contains(d.Status));
        if (paging.After is { } after)
            query = query.Where(d => d.Seq < after);
        var deliveries = await query.OrderByDescending(d => d.Seq).Take(paging.Take).ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(deliveries, DeliveryView.Of, d => Paging.Cursor(d.Seq)));
    }

    /// <summary>All its tries begin anew; one that waits for its next try gets it now.</summary>
    public static async Task<IResult> ReplayAsync(
        Guid id, Guid deliveryId, HttpContext http, TrawlDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var webhook = await db.Webhooks.AsNoTracking().VisibleTo(http.GetCaller()).SingleOrDefaultAsync(w => w.Id == id, cancellationToken);
        if (webhook is null)
            return Problems.NotFound("webhook");
        if (webhook.DisabledAt is not null)
            return Problems.Of(StatusCodes.Status409Conflict, "webhook_disabled", "The webhook is disabled.", "Enable it first.");
        var one = db.WebhookDeliveries.Where(d => d.Id == deliveryId && d.WebhookId == id);
        await one.ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.Status, DeliveryStatus.Pending)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.NextAttemptAt, time.GetUtcNow())
                .SetProperty(d => d.ResponseStatus, (int?)null)
                .SetProperty(d => d.Error, (string?)null)
                .SetProperty(d => d.DeliveredAt, (DateTimeOffset?)null),
            cancellationToken);
        return await one.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } delivery
            ? TypedResults.Accepted((string?)null, DeliveryView.Of(delivery))
            : Problems.NotFound("delivery");
    }
}
