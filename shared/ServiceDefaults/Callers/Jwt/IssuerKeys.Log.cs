using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Callers.Jwt;

internal sealed partial class IssuerKeys
{
    [LoggerMessage(1051, LogLevel.Information, "{Count} keys of {Issuer} are known")]
    private partial void LogRead(int count, string issuer);

    [LoggerMessage(1052, LogLevel.Warning, "The keys of {Authority} cannot be read")]
    private partial void LogUnreadable(Exception exception, string authority);

    [LoggerMessage(1053, LogLevel.Warning, "Auth:Jwt:Audience is not set: every token of {Authority} is accepted, whichever application it was made for")]
    private partial void LogNoAudience(string authority);
}
