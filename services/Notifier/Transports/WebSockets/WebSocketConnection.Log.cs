namespace Trawl.Notifier.Transports.WebSockets;

internal sealed partial class WebSocketConnection
{
    [LoggerMessage(1640, LogLevel.Debug, "The line to {ConnectionId} was lost: {Reason}")]
    private static partial void LogLost(ILogger logger, string connectionId, string reason);

    [LoggerMessage(1641, LogLevel.Information, "{ConnectionId} broke the protocol: closing with {Code}.")]
    private static partial void LogFault(ILogger logger, string connectionId, int code);

    [LoggerMessage(1642, LogLevel.Error, "Subscribing {ConnectionId} to {Channel} failed.")]
    private static partial void LogSubscribeFailed(ILogger logger, string connectionId, string channel, Exception exception);

    [LoggerMessage(1662, LogLevel.Error, "Authenticating {ConnectionId} anew failed.")]
    private static partial void LogAuthenticateFailed(ILogger logger, string connectionId, Exception exception);
}
