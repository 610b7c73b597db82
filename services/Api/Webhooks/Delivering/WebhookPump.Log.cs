namespace Trawl.Api.Webhooks.Delivering;

internal sealed partial class WebhookPump
{
    [LoggerMessage(1260, LogLevel.Warning, "Webhooks wait: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(1261, LogLevel.Warning, "How delivery {Delivery} went could not be written down; it is sent again")]
    private partial void LogNotRecorded(Exception exception, Guid delivery);
}
