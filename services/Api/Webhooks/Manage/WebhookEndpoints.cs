using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Webhooks.Manage;

/// <summary>GET /api/webhooks, and GET, DELETE, enable of one.</summary>
internal static class WebhookEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext http, TrawlDbContext db, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var paging = Paging.ById(http.Request, faults);
        if (faults.Any)
            return faults.ToProblem();
        var query = db.Webhooks.AsNoTracking().VisibleTo(http.GetCaller());
        if (paging.After is { } after)
            query = query.Where(webhook => webhook.Id < after);
        var webhooks = await query.OrderByDescending(webhook => webhook.Id).Take(paging.Take).ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(webhooks, WebhookView.Of, webhook => Paging.Cursor(webhook.Id)));
    }

    public static async Task<IResult> GetAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken) =>
        await db.Webhooks.AsNoTracking().VisibleTo(http.GetCaller()).SingleOrDefaultAsync(w => w.Id == id, cancellationToken) is { } webhook
            ? TypedResults.Ok(WebhookView.Of(webhook))
            : Problems.NotFound("webhook");

    public static async Task<IResult> DeleteAsync(Guid id, HttpContext http, TrawlDbContext db, CancellationToken cancellationToken) =>
        await db.Webhooks.VisibleTo(http.GetCaller()).Where(webhook => webhook.Id == id).ExecuteDeleteAsync(cancellationToken) > 0
            ? TypedResults.NoContent()
            : Problems.NotFound("webhook");

    /// <summary>Its cursor stands where it stopped, so it misses nothing. One that is enabled stays so.</summary>
    public static async Task<IResult> EnableAsync(Guid id, HttpContext http, TrawlDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var enabled = await db.Webhooks.VisibleTo(http.GetCaller()).Where(w => w.Id == id && w.DisabledAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.DisabledAt, (DateTimeOffset?)null).SetProperty(w => w.FailingSince, (DateTimeOffset?)null), cancellationToken);
        if (enabled > 0)
            await db.WebhookDeliveries.Where(d => d.WebhookId == id && d.Status == DeliveryStatus.Pending).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.NextAttemptAt, time.GetUtcNow()), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await GetAsync(id, http, db, cancellationToken);
    }
}
