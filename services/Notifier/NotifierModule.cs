using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Backplane;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.History;
using Trawl.Notifier.Transports;
using Trawl.Notifier.Transports.SignalR;
using Trawl.Notifier.Transports.SocketIo;
using Trawl.Notifier.Transports.WebSockets;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Notifier;

/// <summary>The Notifier as a module: alone in its process or beside others.</summary>
public static class NotifierModule
{
    public static WebApplicationBuilder AddNotifier(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<NotifierOptions>(NotifierOptions.Section);
        builder.AddMessagingModule(bus => bus.AddRequestClient<GetChannelHistory>());

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<NotifierOptions>>().Value);
        services.AddSingleton<IChannelHistory, BusChannelHistory>();
        services.AddSingleton<ShardBindings>();
        services.AddSingleton<ChannelContext>();
        services.AddSingleton<ChannelRegistry>();
        services.AddSingleton<ConnectionRegistry>();
        services.AddSingleton<WriteScheduler>();
        services.AddSingleton<NotifierCore>();
        services.AddSingleton<OriginPolicy>();
        services.AddHostedService<BackplaneListener>();
        services.AddHostedService<ConnectionSweep>();
        services.AddJobsHub();
        services.AddSocketIo();
        return builder;
    }

    public static WebApplication MapNotifier(this WebApplication app)
    {
        app.Map("/ws", WebSocketEndpoint.HandleAsync);
        app.MapJobsHub();
        app.MapSocketIo();
        return app;
    }
}
