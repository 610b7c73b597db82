using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Trawl.Api.Database;

namespace Trawl.Api.Webhooks.Manage;

/// <summary>A webhook as its owner sees it.</summary>
/// <param name="Events">The types that are pushed; empty for all.</param>
/// <param name="Seq">The last event of the user's channel that it has read.</param>
/// <param name="FailingSince">Since when nothing has arrived; null when the last delivery did.</param>
/// <param name="DisabledAt">When it was given up; null while events are pushed.</param>
public record WebhookView(
    Guid Id, string UserId, string Url, IReadOnlyList<string> Events, long Seq, DateTime CreatedAt, DateTime? FailingSince, DateTime? DisabledAt)
{
    internal static WebhookView Of(Webhook webhook) => new(
        webhook.Id, webhook.UserId, webhook.Url, webhook.Events, webhook.Cursor,
        webhook.CreatedAt.UtcDateTime, webhook.FailingSince?.UtcDateTime, webhook.DisabledAt?.UtcDateTime);
}

/// <summary>The answer to its creation, and the only place where its secret is shown.</summary>
public sealed record CreatedWebhook : WebhookView
{
    [SetsRequiredMembers]
    public CreatedWebhook(WebhookView webhook, string secret)
        : base(webhook) => Secret = secret;

    [JsonPropertyOrder(1)]
    public string Secret { get; }
}
