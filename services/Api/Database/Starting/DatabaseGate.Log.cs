namespace Trawl.Api.Database;

internal sealed partial class DatabaseGate
{
    [LoggerMessage(1103, LogLevel.Warning, "{Method} {Path} was put off, the database cannot be used: {Reason}")]
    private partial void LogDatabaseAway(string method, string? path, string reason);
}
