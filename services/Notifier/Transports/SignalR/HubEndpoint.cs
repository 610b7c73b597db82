using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Notifier.Transports.SignalR;

/// <summary>SignalR's part of the module.</summary>
internal static class HubEndpoint
{
    // Half of the 30 seconds after which SignalR's own clients give a silent server up.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void AddJobsHub(this IServiceCollection services)
    {
        services.AddSingleton<HubLifetimeManager<JobsHub>, JobsHubLifetimeManager>();
        services.AddSignalR().AddJsonProtocol(json => TrawlJson.Configure(json.PayloadSerializerOptions));
        // The last one of a name is taken.
        services.AddSingleton<IHubProtocol>(provider => new OptionalArguments(ActivatorUtilities.CreateInstance<JsonHubProtocol>(provider)));
        services.AddOptions<HubOptions>().Configure<IOptions<NotifierOptions>>((hub, notifier) =>
        {
            hub.KeepAliveInterval = KeepAlive;
            hub.ClientTimeoutInterval = notifier.Value.SilenceTimeout;
            hub.MaximumReceiveMessageSize = notifier.Value.MaxInboundMessageBytes is var most and > 0 ? most : null;
        });
    }

    private static bool Allowed(OriginPolicy origins, HttpContext context)
    {
        var allowed = origins.Allows(context.Request);
        if (!allowed)
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return allowed;
    }

    public static void MapJobsHub(this IEndpointRouteBuilder routes) =>
        routes.MapHub<JobsHub>("/hubs/jobs").WithMetadata(new SocketEndpoint()).Add(endpoint =>
        {
            var admission = routes.ServiceProvider.GetRequiredService<Admission>();
            var origins = routes.ServiceProvider.GetRequiredService<OriginPolicy>();
            var inner = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = async context =>
            {
                // A request with an id belongs to a client that is here already: it polls, sends, or comes from its negotiation.
                if (context.Request.Query.ContainsKey("id") ? !Allowed(origins, context) : await admission.RefusedAsync(context))
                    return;
                context.Items[JobsHubLifetimeManager.CallerKey] = context.GetCaller();
                await inner(context);
            };
        });
}
