namespace Trawl.Embedder.Heartbeat;

internal sealed partial class HeartbeatService
{
    [LoggerMessage(1500, LogLevel.Information, "Embedding with {Models}; {Slots} batches at once")]
    private partial void LogModels(string models, int slots);

    [LoggerMessage(1501, LogLevel.Warning, "A heartbeat could not be published; the next is tried in a moment")]
    private partial void LogLost(Exception exception);
}
