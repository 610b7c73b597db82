using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace Trawl.ServiceDefaults.Telemetry;

/// <summary>Hands the process's logs to the SDK, which has a logger factory of its own.</summary>
internal sealed class OtlpLoggerProvider(OpenTelemetrySdk sdk) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => sdk.GetLoggerFactory().CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory is the SDK's, and goes with it.
    }
}
