namespace Trawl.Api.Dispatch;

internal sealed partial class Dispatcher
{
    [LoggerMessage(1121, LogLevel.Information, "This replica hands out the work now")]
    private partial void LogLeading();

    [LoggerMessage(1122, LogLevel.Error, "A turn of the dispatcher failed; it begins again")]
    private partial void LogTurnFailed(Exception exception);
}
