namespace Trawl.Api.Notifications;

public enum NotificationLevel
{
    Info,
    Success,
    Warning,
    Error,
}
