using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Events;

internal sealed partial class RabbitMqEventSubscriber
{
    [LoggerMessage(1014, LogLevel.Error, "An event could not be handled and is skipped")]
    private partial void LogHandlerFailed(Exception exception);

    [LoggerMessage(1015, LogLevel.Warning, "The broker cannot be reached for events ({Reason}); trying until it can")]
    private partial void LogCannotConnect(string reason);

    [LoggerMessage(1016, LogLevel.Warning, "The connection for events is lost: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(1017, LogLevel.Information, "The connection for events is back and everything is bound again")]
    private partial void LogReconnected();
}
