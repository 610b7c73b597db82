namespace Trawl.Api.Dispatch.Care;

internal sealed partial class CancelCare
{
    [LoggerMessage(1123, LogLevel.Warning, "Workers could not be told that job {JobId} is not wanted any more: {Reason}")]
    private partial void LogNotTold(Guid jobId, string reason);
}
