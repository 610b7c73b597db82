namespace Trawl.Api.Queue.Order;

internal sealed partial class QueueWatch
{
    [LoggerMessage(1200, LogLevel.Warning, "What is queued could not be read: {Reason}")]
    private partial void LogNotRead(string reason);

    [LoggerMessage(1201, LogLevel.Information, "The queue in memory was not the database's any more, and is read anew")]
    private partial void LogAstray();
}
