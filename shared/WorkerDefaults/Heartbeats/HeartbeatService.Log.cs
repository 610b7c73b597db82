using Microsoft.Extensions.Logging;

namespace Trawl.WorkerDefaults.Heartbeats;

internal sealed partial class HeartbeatService<TWorker>
{
    [LoggerMessage(1091, LogLevel.Warning, "A heartbeat of {Worker} was not sent; the next is tried in a moment: {Fault}")]
    private partial void LogLost(string worker, string fault);
}
