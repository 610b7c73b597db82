namespace Trawl.Notifier.Connections;

internal abstract partial class Connection
{
    [LoggerMessage(1620, LogLevel.Debug, "Writing to {ConnectionId} ({Transport}) failed.")]
    private static partial void LogWriteFailed(ILogger logger, string connectionId, string transport, Exception exception);

    [LoggerMessage(1621, LogLevel.Warning, "Closing {ConnectionId} ({Transport}) of {UserId}: it does not keep up with its log events.")]
    private static partial void LogSlow(ILogger logger, string connectionId, string transport, string userId);

    [LoggerMessage(1622, LogLevel.Warning, "Subscribing {ConnectionId} to {Channel} failed.")]
    private static partial void LogUnavailable(ILogger logger, string connectionId, string channel, Exception exception);
}
