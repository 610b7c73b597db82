namespace Trawl.Api.Schedules;

internal sealed partial class ScheduleLoop
{
    [LoggerMessage(1230, LogLevel.Warning, "Due runs could not be looked for; the next look is in {Pause}")]
    private partial void LogTurnFailed(Exception exception, TimeSpan pause);
}
