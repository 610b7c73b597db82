namespace Trawl.Api.Schedules;

internal sealed partial class ScheduleLoop
{
    [LoggerMessage(1230, LogLevel.Warning, "Due runs could not be looked for: {Reason}")]
    private partial void LogTurnFailed(string reason, Exception exception);
}
