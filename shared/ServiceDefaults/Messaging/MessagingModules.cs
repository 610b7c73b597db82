using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Trawl.ServiceDefaults.Messaging;

/// <summary>What the modules of one process want registered, kept until the one bus is built.</summary>
internal sealed class MessagingModules : List<Action<IBusRegistrationConfigurator>>
{
    /// <summary>The process's list; made when it is first asked for.</summary>
    public static MessagingModules Of(IServiceCollection services)
    {
        var registered = services.FirstOrDefault(s => s.ServiceType == typeof(MessagingModules));
        if (registered?.ImplementationInstance is MessagingModules modules)
            return modules;
        modules = [];
        services.AddSingleton(modules);
        return modules;
    }
}
