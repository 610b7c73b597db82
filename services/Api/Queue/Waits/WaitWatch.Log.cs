namespace Trawl.Api.Queue.Waits;

internal sealed partial class WaitWatch
{
    [LoggerMessage(1202, LogLevel.Warning, "How long jobs run could not be measured: {Reason}")]
    private partial void LogNotMeasured(string reason);
}
