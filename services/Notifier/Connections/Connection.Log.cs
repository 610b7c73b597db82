namespace Trawl.Notifier.Connections;

internal abstract partial class Connection
{
    [LoggerMessage(1620, LogLevel.Debug, "Writing to {ConnectionId} ({Transport}) failed.")]
    private static partial void LogWriteFailed(ILogger logger, string connectionId, string transport, Exception exception);

    [LoggerMessage(1621, LogLevel.Warning, "Closing {ConnectionId} ({Transport}) of {UserId}: it does not keep up with its log events.")]
    private static partial void LogSlow(ILogger logger, string connectionId, string transport, string userId);

    [LoggerMessage(1622, LogLevel.Warning, "Subscribing {ConnectionId} to {Channel} failed.")]
    private static partial void LogUnavailable(ILogger logger, string connectionId, string channel, Exception exception);

    [LoggerMessage(1660, LogLevel.Information, "{ConnectionId} ({Transport}) of {UserId} is told nothing any more: {Reason}")]
    private static partial void LogLapsed(ILogger logger, string connectionId, string transport, string userId, string reason);

    [LoggerMessage(1661, LogLevel.Information, "{ConnectionId} ({Transport}) did not say anew who it is: {Reason}")]
    private static partial void LogNotRenewed(ILogger logger, string connectionId, string transport, string reason);
}
