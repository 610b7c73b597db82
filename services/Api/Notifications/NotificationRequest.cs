using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Trawl.Api.Notifications;

/// <summary>A notice to one user, or to all. The attributes only describe it for OpenAPI; <see cref="NotificationRules"/> is what checks.</summary>
public sealed record NotificationRequest
{
    [Required]
    public NotificationLevel Level { get; init; }

    [Required, MaxLength(NotificationRules.MaxTitle)]
    public string Title { get; init; } = "";

    [Required, MaxLength(NotificationRules.MaxMessage)]
    public string Message { get; init; } = "";

    [Description("Whom to tell; left out, everybody, which only an admin may."), MaxLength(Trawl.ServiceDefaults.Callers.UserId.MaxLength)]
    public string? UserId { get; init; }
}
