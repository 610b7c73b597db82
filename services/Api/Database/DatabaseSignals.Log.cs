namespace Trawl.Api.Database;

public sealed partial class DatabaseSignals
{
    [LoggerMessage(1102, LogLevel.Warning, "Lost the connection that hears of commits: {Reason}")]
    private partial void LogConnectionLost(string reason);
}
