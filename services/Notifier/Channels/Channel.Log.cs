namespace Trawl.Notifier.Channels;

internal sealed partial class Channel
{
    [LoggerMessage(1610, LogLevel.Warning, "Events of {Channel} after {Seq} are still missing.")]
    private static partial void LogStillMissing(ILogger logger, string channel, long seq, Exception exception);
}
