using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Events;

internal sealed partial class RabbitMqEventPublisher
{
    [LoggerMessage(1011, LogLevel.Warning, "The broker takes no events ({Reason}); trying again, live events are dropped meanwhile")]
    private partial void LogBrokerAway(string reason);

    [LoggerMessage(1012, LogLevel.Warning, "A live event was lost with its channel: {Reason}")]
    private partial void LogPublishFailed(string reason);

    [LoggerMessage(1013, LogLevel.Debug, "Closing a broken channel or connection: {Reason}")]
    private partial void LogCloseFailed(string reason);
}
