namespace Trawl.Api.Schedules;

internal sealed partial class StaleCheck
{
    [LoggerMessage(1234, LogLevel.Information, "Source {SourceId}, last crawled at {LastCrawledAt:O}, is stale and refreshed by job {JobId}")]
    private partial void LogStarted(Guid sourceId, DateTimeOffset? lastCrawledAt, Guid jobId);

    [LoggerMessage(1235, LogLevel.Error, "The stale source {SourceId} could not be refreshed; the next check tries again")]
    private partial void LogFailed(Exception exception, Guid sourceId);
}
