using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Errors;
using Trawl.ServiceDefaults.Health;
using Trawl.ServiceDefaults.Json;
using Trawl.ServiceDefaults.Logging;
using Trawl.ServiceDefaults.Telemetry;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>What every Trawl process has, whether it is one service or all of them.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds logging, health, telemetry, CORS, the caller and the server's settings. Call it first, once.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="service">The process's name, in logs, traces and its instance id.</param>
    /// <param name="kind">What it is to its callers.</param>
    /// <exception cref="OptionsException">The configuration is wrong.</exception>
    public static WebApplicationBuilder AddServiceDefaults(
        this WebApplicationBuilder builder, string service, ServiceKind kind = ServiceKind.Frontend)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTrawlLogging();
        builder.Services.AddSingleton(new ServiceInstance(service));
        builder.Services.TryAddSingleton<TimeProvider>(new MicrosecondClock());

        builder.WebHost.UseUrls(ListeningAddresses.Choose(builder.Configuration, service));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBodyLimit.Bytes;
        });

        // A body that cannot be read is an exception in every environment, so that one place answers it.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => TrawlJson.Configure(json.SerializerOptions));
        builder.AddFrontendOrigins();
        builder.AddCallers(kind);
        builder.AddTrawlHealth();
        builder.AddTrawlTelemetry();
        return builder;
    }

    /// <summary>Puts the same in front of every request and maps health and metrics. Call it before mapping endpoints.</summary>
    /// <param name="app">The application.</param>
    /// <exception cref="OptionsException">It would serve callers it cannot tell apart to more than this machine.</exception>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<HeadRequests>();
        // By itself it comes before everything else, and would look for an endpoint for HEAD.
        app.UseRouting();
        app.UseTrawlTelemetry();
        app.UseMiddleware<ExceptionMiddleware>();
        app.UseStatusCodePages(context => ProblemResponse.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseCors();
        app.UseMiddleware<RequestBodyLimit>();
        app.UseCallers();
        app.MapTrawlHealth();
        return app;
    }
}
