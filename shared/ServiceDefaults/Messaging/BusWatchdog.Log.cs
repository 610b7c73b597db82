using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Messaging;

internal sealed partial class BusWatchdog
{
    [LoggerMessage(1090, LogLevel.Warning, "The broker answers, but the bus has not come back to it: this service builds itself anew")]
    private partial void LogStuck();
}
