namespace Trawl.Api.Search.Vectors;

internal sealed partial class VectorIndexes
{
    [LoggerMessage(1343, LogLevel.Information, "Vectors are searched by pgvector {Version}")]
    private partial void LogPgVector(Version version);

    [LoggerMessage(1344, LogLevel.Information, "Vectors are searched in memory: this PostgreSQL has no pgvector")]
    private partial void LogInMemory();

    [LoggerMessage(1345, LogLevel.Warning, "The vector index could not be looked after; it is tried again in a moment")]
    private partial void LogFailed(Exception exception);
}
