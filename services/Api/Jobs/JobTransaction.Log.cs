using Trawl.Api.Database;

namespace Trawl.Api.Jobs;

internal sealed partial class JobTransaction
{
    [LoggerMessage(1140, LogLevel.Information,
        "Job {JobId} of {UserId} {Status} after {Duration}: {Documents} documents, {Failed} pages failed, {Skipped} skipped")]
    private partial void LogEnded(Guid jobId, string userId, JobStatus status, TimeSpan? duration, int documents, int failed, int skipped);
}
