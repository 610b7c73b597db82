using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Events;
using Trawl.Api.Idempotency;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Webhooks.Manage;

/// <summary>POST /api/webhooks.</summary>
internal sealed class NewWebhookEndpoint(UrlPolicy policy, IdempotentPost posts, IOptions<WebhooksOptions> options, TimeProvider time)
{
    public static async Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, NewWebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var userId = http.GetCaller().UserId;
        var read = await JsonBody.ReadAsync(http.Request, cancellationToken);
        return await endpoint.PostAsync(http, db, userId, read, cancellationToken);
    }

    private Task<IResult> PostAsync(HttpContext http, TrawlDbContext db, string userId, (JsonBody?, IResult?) read, CancellationToken cancellationToken) =>
        posts.HandleAsync(http, db, read, async body =>
        {
            var faults = new Faults();
            var request = body.As<WebhookRequest>(faults);
            var url = WebhookRules.Check(request, policy.AllowsPrivate, faults);
            if (url is not null && !faults.Any)
                await policy.CheckAsync("url", url, faults, cancellationToken);
            return faults.Any
                ? (null, faults.ToProblem())
                : (() => CreateAsync(db, userId, url!, request.Events, cancellationToken), null);
        }, cancellationToken);

    private async Task<IResult> CreateAsync(TrawlDbContext db, string userId, Uri url, IReadOnlyList<string> events, CancellationToken cancellationToken)
    {
        // The channel's row is locked: what commits from here on comes after, and of two at once the second sees the first.
        var seq = await db.Database.SqlQuery<long>(
            $"""
            insert into channels (name, seq) values ({ChannelNames.User(userId)}, 0)
            on conflict (name) do update set seq = channels.seq returning seq as "Value"
            """).ToListAsync(cancellationToken);
        if (await db.Webhooks.CountAsync(w => w.UserId == userId, cancellationToken) >= options.Value.MaxPerUser)
            return Problems.Of(StatusCodes.Status409Conflict, "too_many_webhooks", $"A user may have {options.Value.MaxPerUser} webhooks.");
        var webhook = new Webhook
        {
            Id = Guid.CreateVersion7(), UserId = userId, Url = url.AbsoluteUri, Secret = StandardWebhook.NewSecret(),
            Events = [.. events.Distinct(StringComparer.Ordinal)], Cursor = seq[0], CreatedAt = time.GetUtcNow(),
        };
        db.Webhooks.Add(webhook);
        await db.SaveChangesAsync(cancellationToken);
        var body = JsonSerializer.Serialize(new CreatedWebhook(WebhookView.Of(webhook), webhook.Secret), TrawlJson.Options);
        return new Created($"/api/webhooks/{webhook.Id}", body, StatusCodes.Status201Created);
    }
}
