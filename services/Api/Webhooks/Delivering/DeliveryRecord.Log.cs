namespace Trawl.Api.Webhooks.Delivering;

internal sealed partial class DeliveryRecord
{
    [LoggerMessage(1262, LogLevel.Information, "Webhook {Webhook} {Reason} and is disabled")]
    private partial void LogDisabled(Guid webhook, string reason);
}
