namespace Trawl.Api.Events;

internal sealed partial class EventRelay
{
    [LoggerMessage(1110, LogLevel.Warning, "Events wait to be published: {Reason}")]
    private partial void LogWaiting(string reason);
}
