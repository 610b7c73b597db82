namespace Trawl.Notifier.Backplane;

internal sealed partial class ShardBindings
{
    [LoggerMessage(1600, LogLevel.Warning, "Shard {Shard} could not be given back.")]
    private partial void LogNotUnbound(int shard, Exception exception);
}
