using Microsoft.Extensions.Diagnostics.HealthChecks;
using Trawl.ServiceDefaults.Events;

namespace Trawl.ServiceDefaults.Health;

/// <summary>Whether events reach this process, if it asked for any.</summary>
internal sealed class BackplaneHealthCheck(RabbitMqEventSubscriber subscriber) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(!subscriber.IsStarted || subscriber.IsConnected
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The broker cannot be reached for events."));
}
