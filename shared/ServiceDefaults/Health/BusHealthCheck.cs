using Microsoft.Extensions.Diagnostics.HealthChecks;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Health;

/// <summary>Whether the broker takes what this process sends: the transport goes on calling itself healthy for half a minute and more after it is gone.</summary>
internal sealed class BusHealthCheck(BusWatchdog watchdog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watchdog.Confirmed ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The broker does not confirm."));
}
