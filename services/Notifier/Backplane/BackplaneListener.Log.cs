namespace Trawl.Notifier.Backplane;

internal sealed partial class BackplaneListener
{
    [LoggerMessage(1601, LogLevel.Warning, "The broker was away and is back: {Channels} channels fetch what they may have missed.")]
    private static partial void LogResync(ILogger logger, int channels);
}
