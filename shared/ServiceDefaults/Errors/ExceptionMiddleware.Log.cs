using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Errors;

internal sealed partial class ExceptionMiddleware
{
    [LoggerMessage(1000, LogLevel.Error, "{Method} {Path} failed (trace {TraceId})")]
    private partial void LogFailure(Exception exception, string method, string? path, string traceId);
}
