namespace Trawl.Api.Database;

public sealed partial class DatabaseMigrator
{
    [LoggerMessage(1100, LogLevel.Information, "Applied {Count} migrations; the schema is at {Last}")]
    private partial void LogMigrated(int count, string last);

    [LoggerMessage(1101, LogLevel.Warning, "The database cannot be used yet, trying again: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}
