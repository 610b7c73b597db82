using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Trawl.ServiceDefaults.Messaging;
using Trawl.WorkerDefaults.Heartbeats;
using Trawl.WorkerDefaults.Stopping;

namespace Trawl.WorkerDefaults;

/// <summary>What every worker has.</summary>
public static class WorkerDefaultsExtensions
{
    /// <summary>Adds a worker, its heartbeat, and its ear for stopped jobs, which all workers of the process share.</summary>
    /// <typeparam name="TWorker">The worker.</typeparam>
    /// <param name="builder">The process.</param>
    public static WebApplicationBuilder AddWorker<TWorker>(this WebApplicationBuilder builder)
        where TWorker : class, IHeartbeatSource
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TWorker>();
        services.AddHostedService<HeartbeatService<TWorker>>();
        if (services.Any(service => service.ServiceType == typeof(StoppedJobs)))
            return builder;
        services.AddSingleton<StoppedJobs>();
        builder.AddMessagingModule(bus => bus.AddConsumer<StopJobConsumer>().Endpoint(InstanceEndpoint.Configure));
        return builder;
    }
}
