using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Trawl.ServiceDefaults.Telemetry;

/// <summary>
/// The one seam to OpenTelemetry. <c>/metrics</c> is always there; traces, metrics and logs go out by OTLP when
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. Without it nothing listens to traces, so they cost nothing.
/// </summary>
internal static class TelemetrySetup
{
    private static readonly string[] Meters =
    [
        "Trawl", "Trawl.*", "MassTransit", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.RateLimiting", "System.Net.Http", "System.Runtime",
    ];

    /// <summary>Not the AMQP client's: MassTransit already traces each message once.</summary>
    private static readonly string[] Sources = ["Trawl", "Trawl.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit"];

    /// <summary>From a database query to a slow page, for what gives no advice of its own. The default buckets are made for milliseconds.</summary>
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    public static void AddTrawlTelemetry(this WebApplicationBuilder builder)
    {
        var exports = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        if (exports)
        {
            // The server's own spans carry no HTTP attributes unless asked to; read once, when the host is built.
            AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
            builder.Services.AddSingleton<ILoggerProvider, OtlpLoggerProvider>();
        }

        builder.Services.AddSingleton<PrometheusExporter>();
        // Disposed with the container, last of all but logging: that sends what is still waiting.
        builder.Services.AddSingleton(services => Create(services, exports));
    }

    public static void UseTrawlTelemetry(this WebApplication app)
    {
        app.Services.GetRequiredService<OpenTelemetrySdk>();
        if (app.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
            app.UseMiddleware<RequestSpanMiddleware>();
        app.MapGet("/metrics", (PrometheusExporter exporter) => Results.Bytes(exporter.Scrape(), PrometheusExporter.ContentType)).ExcludeFromDescription().AllowAnonymous();
    }

    private static OpenTelemetrySdk Create(IServiceProvider services, bool exports) => OpenTelemetrySdk.Create(sdk =>
    {
        // So that the OTEL_ settings may come from anywhere that settings come from, the command line included.
        sdk.Services.AddSingleton(services.GetRequiredService<IConfiguration>());
        var instance = services.GetRequiredService<ServiceInstance>();
        sdk.ConfigureResource(resource => resource.AddService(
            $"trawl-{instance.Service}", serviceVersion: ServiceInstance.Version, serviceInstanceId: instance.Id));
        sdk.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters)
                .AddView(instrument => instrument is Histogram<double> { Unit: "s", Advice: null } && instrument.Meter.Name.StartsWith("Trawl", StringComparison.Ordinal)
                    ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds }
                    : null)
                .AddReader(new BaseExportingMetricReader(services.GetRequiredService<PrometheusExporter>()));
            if (exports)
                metrics.AddOtlpExporter();
        });
        if (!exports)
            return;
        sdk.WithTracing(tracing => tracing.AddSource(Sources).AddOtlpExporter());
        sdk.WithLogging(logging => logging.AddOtlpExporter());
    });
}
