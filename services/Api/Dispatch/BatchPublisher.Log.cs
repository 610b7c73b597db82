namespace Trawl.Api.Dispatch;

internal sealed partial class BatchPublisher
{
    [LoggerMessage(1120, LogLevel.Warning, "{Count} batches could not be handed to the broker and are pending again: {Reason}")]
    private partial void LogBrokerAway(int count, string reason);
}
