using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Backplane;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.History;
using Trawl.Notifier.Presence;
using Trawl.Notifier.Transports;
using Trawl.Notifier.Transports.ServerSentEvents;
using Trawl.Notifier.Transports.SignalR;
using Trawl.Notifier.Transports.SocketIo;
using Trawl.Notifier.Transports.WebSockets;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Notifier;

/// <summary>The Notifier as a module: alone in its process or beside others.</summary>
public static class NotifierModule
{
    public static WebApplicationBuilder AddNotifier(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<NotifierOptions>(NotifierOptions.Section);
        builder.AddMessagingModule(bus => bus.AddRequestClient<GetChannelHistory>());

        // A write goes to the socket on the thread that made it: another's wake-up would cost more than the write.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);

        // Kestrel would keep a request's header strings for the next one on the connection, and after an upgrade there is none.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.DisableStringReuse = true);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<NotifierOptions>>().Value);
        services.AddSingleton<IChannelHistory, BusChannelHistory>();
        services.AddSingleton<ShardBindings>();
        services.AddSingleton<PresenceBackplane>();
        services.AddSingleton<ChannelContext>();
        services.AddSingleton<ChannelRegistry>();
        services.AddSingleton<ConnectionRegistry>();
        services.AddSingleton<WriteScheduler>();
        services.AddSingleton<NotifierCore>();
        services.AddSingleton<OriginPolicy>();
        services.AddSingleton<Admission>();
        services.AddSingleton<WebSocketEndpoint>();
        services.AddSingleton<EventStreamEndpoint>();
        services.AddHostedService<BackplaneListener>();
        services.AddHostedService<ConnectionSweep>();
        services.AddHostedService<PresenceSigns>();
        services.AddSingleton<ShutdownDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<ShutdownDrain>());
        services.AddJobsHub();
        services.AddSocketIo();
        return builder;
    }

    public static WebApplication MapNotifier(this WebApplication app)
    {
        var socket = new SocketEndpoint();
        var sockets = app.Services.GetRequiredService<WebSocketEndpoint>();
        app.Map("/ws", sockets.HandleAsync).WithMetadata(socket);
        app.Map("/ws/progress/{jobId}", sockets.HandleProgressAsync).WithMetadata(socket);
        app.Map("/api/knowledge/ws", sockets.HandleKnowledgeAsync).WithMetadata(socket);
        app.MapGet("/events", app.Services.GetRequiredService<EventStreamEndpoint>().HandleAsync).WithMetadata(socket);
        app.MapJobsHub();
        app.MapSocketIo();
        return app;
    }
}
