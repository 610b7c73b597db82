namespace Trawl.Api.Search.Vectors;

internal sealed partial class PgVectorMaintenance
{
    [LoggerMessage(1340, LogLevel.Warning, "pgvector is there, but this database user may not install it. Have a superuser run: create extension vector")]
    private partial void LogMayNotInstall();

    [LoggerMessage(1341, LogLevel.Information, "Building the vector index of {Model}; searches scan meanwhile")]
    private partial void LogIndexing(string model);

    [LoggerMessage(1342, LogLevel.Information, "The vector index of {Model} is built")]
    private partial void LogIndexed(string model);
}
