using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Trawl.ServiceDefaults.Health;

/// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/health</c>.</summary>
internal static class HealthSetup
{
    public static void AddTrawlHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks();

    public static void MapTrawlHealth(this IEndpointRouteBuilder app)
    {
        // Live asks nothing of anyone else: a restart mends a process that does not answer, not a broker that is away.
        app.MapGet("/health/live", () => TypedResults.Text("""{"status":"healthy"}""", "application/json")).ExcludeFromDescription().AllowAnonymous();
        foreach (var path in (string[])["/health/ready", "/health"])
        {
            app.MapHealthChecks(path, new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync })
                .WithMetadata(new HttpMethodMetadata([HttpMethods.Get])).AllowAnonymous();
        }
    }
}
