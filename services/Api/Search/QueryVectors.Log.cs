namespace Trawl.Api.Search;

internal sealed partial class QueryVectors
{
    [LoggerMessage(1330, LogLevel.Warning, "No embedder gave a query's vector within {Timeout}: {Reason}")]
    private partial void LogNoAnswer(TimeSpan timeout, string reason);
}
