namespace Trawl.Crawler.Heartbeat;

internal sealed partial class HeartbeatService
{
    [LoggerMessage(1400, LogLevel.Warning, "The heartbeat was not sent: {Fault}")]
    private partial void LogMissed(string fault);
}
