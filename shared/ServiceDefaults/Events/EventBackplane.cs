using Microsoft.Extensions.DependencyInjection;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Events;

/// <summary>Registers the backplane that goes with the transport.</summary>
internal static class EventBackplane
{
    /// <summary>How long a confirmed publish may take; whoever publishes has the event in a database and comes again.</summary>
    public static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(5);

    public static void AddEventBackplane(this IServiceCollection services, BrokerAddress? broker)
    {
        if (broker is not null)
        {
            services.AddSingleton(provider => new RabbitMqEvents(broker, provider.GetService<ServiceInstance>()));
            services.AddSingleton<IEventPublisher, RabbitMqEventPublisher>();
            services.AddSingleton<RabbitMqEventSubscriber>();
            services.AddSingleton<IEventSubscriber>(provider => provider.GetRequiredService<RabbitMqEventSubscriber>());
            return;
        }

        services.AddSingleton<InMemoryEventBackplane>();
        services.AddSingleton<IEventPublisher>(provider => provider.GetRequiredService<InMemoryEventBackplane>());
        services.AddSingleton<IEventSubscriber>(provider => provider.GetRequiredService<InMemoryEventBackplane>());
    }
}
