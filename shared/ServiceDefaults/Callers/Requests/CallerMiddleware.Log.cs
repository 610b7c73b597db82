using System.Net;
using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Callers.Requests;

internal sealed partial class CallerMiddleware
{
    [LoggerMessage(1050, LogLevel.Information, "Not a caller ({Reason}): {Method} {Path} from {Address}")]
    private partial void LogRefused(string reason, string method, string? path, IPAddress? address);
}
