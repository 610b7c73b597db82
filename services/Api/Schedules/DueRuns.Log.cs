namespace Trawl.Api.Schedules;

internal sealed partial class DueRuns
{
    [LoggerMessage(1231, LogLevel.Information, "By its schedule, due at {Due:O}, source {SourceId} is refreshed by job {JobId}")]
    private partial void LogStarted(Guid sourceId, DateTimeOffset due, Guid jobId);

    [LoggerMessage(1232, LogLevel.Information, "The run of source {SourceId} that was due at {Due:O} is left out: {Reason}")]
    private partial void LogLeftOut(Guid sourceId, DateTimeOffset due, string reason);

    [LoggerMessage(1233, LogLevel.Error, "The run of source {SourceId} failed; it is tried again in a minute")]
    private partial void LogFailed(Exception exception, Guid sourceId);
}
