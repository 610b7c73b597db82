using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Trawl.Api.Webhooks.Manage;

/// <summary>The body of POST /api/webhooks. The attributes only describe it for OpenAPI; <see cref="WebhookRules"/> is what checks.</summary>
public sealed record WebhookRequest
{
    [Description("https, without credentials."), Required, MaxLength(WebhookRules.MaxUrlLength)]
    public string Url { get; init; } = "";

    [Description("Types of log events; without any, all are pushed.")]
    public IReadOnlyList<string> Events { get; init; } = [];
}
