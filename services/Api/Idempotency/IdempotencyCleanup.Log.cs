namespace Trawl.Api.Idempotency;

internal sealed partial class IdempotencyCleanup
{
    [LoggerMessage(1250, LogLevel.Warning, "Expired idempotency keys could not be deleted; the next try is in an hour")]
    private partial void LogFailed(Exception exception);
}
