namespace Trawl.Notifier.Transports.SocketIo;

internal sealed partial class SocketIoConnection
{
    [LoggerMessage(1652, LogLevel.Information, "WebSocket client connected: {SocketId}")]
    private static partial void LogConnected(ILogger logger, string socketId);

    [LoggerMessage(1653, LogLevel.Information, "Socket {SocketId} subscribed to session {SessionId}")]
    private static partial void LogSubscribed(ILogger logger, string socketId, string sessionId);

    [LoggerMessage(1654, LogLevel.Error, "Subscribing {ConnectionId} to {Channel} failed.")]
    private static partial void LogSubscribeFailed(ILogger logger, string connectionId, string channel, Exception exception);
}
