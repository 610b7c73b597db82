namespace Trawl.Notifier.Transports.SocketIo.Engine;

internal abstract partial class EngineConnection
{
    [LoggerMessage(1650, LogLevel.Debug, "The line to {ConnectionId} was lost: {Reason}")]
    private static partial void LogLost(ILogger logger, string connectionId, string reason);

    [LoggerMessage(1651, LogLevel.Information, "{ConnectionId} broke the protocol: closing with {Code}.")]
    private static partial void LogFault(ILogger logger, string connectionId, int code);
}
