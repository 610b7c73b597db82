using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Callers.ApiKeys;

internal sealed partial class ApiKeyAuthenticator
{
    [LoggerMessage(1054, LogLevel.Information, "{Count} keys open now")]
    private partial void LogTaken(int count);

    [LoggerMessage(1055, LogLevel.Error, "Auth:KeysFile has changed and holds faults; the keys from before still open. {Faults}")]
    private partial void LogFaults(string faults);

    [LoggerMessage(1056, LogLevel.Error, "{KeysFile} cannot be read as a list of keys; those from before still open")]
    private partial void LogUnreadable(Exception exception, string keysFile);
}
