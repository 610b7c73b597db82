using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Events;

internal sealed partial class InMemoryEventBackplane
{
    [LoggerMessage(1010, LogLevel.Error, "An event could not be handled and is skipped")]
    private partial void LogHandlerFailed(Exception exception);
}
