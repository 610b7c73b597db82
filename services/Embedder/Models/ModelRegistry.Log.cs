namespace Trawl.Embedder.Models;

internal sealed partial class ModelRegistry
{
    [LoggerMessage(1500, LogLevel.Information, "Embedding with {Models}")]
    private partial void LogModels(string models);
}
