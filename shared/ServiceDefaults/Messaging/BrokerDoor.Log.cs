using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Messaging;

internal sealed partial class BrokerDoor
{
    [LoggerMessage(1092, LogLevel.Warning, "The broker at {Broker} does not answer ({Reason}); waiting for it")]
    private partial void LogWaiting(Uri broker, string reason);

    [LoggerMessage(1093, LogLevel.Information, "The broker answers, after {Seconds:0.0} s")]
    private partial void LogAnswers(double seconds);
}
