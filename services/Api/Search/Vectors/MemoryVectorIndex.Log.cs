namespace Trawl.Api.Search.Vectors;

internal sealed partial class MemoryVectorIndex
{
    [LoggerMessage(1346, LogLevel.Warning,
        "Model {Model} has more than {Most} vectors (Search:MaxInMemoryVectors): its searches are by words alone. Install pgvector in PostgreSQL and restart")]
    private partial void LogTooMany(string model, int most);
}
