using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Health;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>The only place where a transport is chosen: RabbitMQ with a connection string, in memory without one.</summary>
public static class MessagingExtensions
{
    /// <summary>Adds a service's consumers. Several modules may call it; <see cref="AddMessaging"/> then builds one bus of all.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">Registers consumers, their definitions and request clients.</param>
    public static void AddMessagingModule(this IHostApplicationBuilder builder, Action<IBusRegistrationConfigurator> configure) =>
        MessagingModules.Of(builder.Services).Add(configure);

    /// <summary>
    /// Builds the bus and the event backplane. Call it once, after all modules. With <c>ConnectionStrings:Broker</c> it
    /// speaks RabbitMQ, and starts, retrying, while the broker is away; without one, it stays inside the process.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="allowInMemory">False for services that make no sense alone: they refuse to start without a broker.</param>
    /// <exception cref="OptionsException">No broker is configured and <paramref name="allowInMemory"/> is false, or it is no AMQP URL.</exception>
    public static void AddMessaging(this IHostApplicationBuilder builder, bool allowInMemory = false)
    {
        var broker = BrokerAddress.From(builder.Configuration, allowInMemory);
        var modules = MessagingModules.Of(builder.Services);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddEventBackplane(broker);
        if (broker is not null)
        {
            builder.Services.AddHealthChecks().AddCheck<BackplaneHealthCheck>("events", tags: ["ready"]).AddCheck<BusHealthCheck>("bus", tags: ["ready"]);
            builder.Services.AddSingleton(broker);
            builder.Services.AddSingleton<BrokerDoor>();
            builder.Services.AddSingleton<LostDeliveries>();
            builder.Services.AddReceiveObserver(services => services.GetRequiredService<LostDeliveries>());
            builder.Services.AddSingleton<BusWatchdog>();
            builder.Services.AddHostedService(services => services.GetRequiredService<BusWatchdog>());
        }

        builder.Services.AddMassTransit(bus =>
        {
            // 8.4 reports usage to its vendor by default.
            bus.DisableUsageTelemetry();
            // A bus that has lost some of its endpoints takes no work there: as good as unhealthy.
            bus.ConfigureHealthCheckOptions(check =>
            {
                check.Name = "broker";
                check.MinimalFailureStatus = HealthStatus.Unhealthy;
            });
            bus.SetKebabCaseEndpointNameFormatter();
            foreach (var module in modules)
                module(bus);

            bus.AddConfigureEndpointsCallback((_, name, endpoint) =>
            {
                if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit)
                    return;
                rabbit.ConfigureChannel(channel => channel.UseFilter(new UnansweredFilter()));
                if (!InstanceEndpoint.IsName(name))
                    rabbit.SetQuorumQueue();
            });

            if (broker is null)
                bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
            else
                bus.UsingRabbitMq((context, transport) =>
                {
                    transport.Host(broker.Uri, host =>
                    {
                        host.Username(broker.User);
                        host.Password(broker.Password);
                        host.ConnectionName(builder.Environment.ApplicationName);
                        host.OnRefreshConnectionFactory = _ => context.GetRequiredService<BrokerDoor>().WaitAsync();
                    });
                    transport.ConfigureEndpoints(context);
                });
        });
    }
}
