namespace Trawl.Notifier.Transports.SocketIo;

internal sealed partial class SocketIoConnection
{
    [LoggerMessage(1652, LogLevel.Information, "WebSocket client connected: {SocketId}")]
    private static partial void LogConnected(ILogger logger, string socketId);

    [LoggerMessage(1653, LogLevel.Information, "Socket {SocketId} subscribed to session {SessionId}")]
    private static partial void LogSubscribed(ILogger logger, string socketId, string sessionId);

    [LoggerMessage(1654, LogLevel.Error, "Subscribing {ConnectionId} to {Channel} failed.")]
    private static partial void LogSubscribeFailed(ILogger logger, string connectionId, string channel, Exception exception);

    [LoggerMessage(1663, LogLevel.Error, "Connecting {ConnectionId} failed.")]
    private static partial void LogConnectFailed(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(1664, LogLevel.Information, "{ConnectionId} is not a caller: {Reason}")]
    private static partial void LogRefused(ILogger logger, string connectionId, string reason);

    [LoggerMessage(1665, LogLevel.Error, "Authenticating {ConnectionId} anew failed.")]
    private static partial void LogAuthenticateFailed(ILogger logger, string connectionId, Exception exception);
}
