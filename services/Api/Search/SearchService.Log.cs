namespace Trawl.Api.Search;

internal sealed partial class SearchService
{
    [LoggerMessage(1331, LogLevel.Debug, "Searched by words alone: {Reason}")]
    private partial void LogWithoutVectors(string? reason);
}
