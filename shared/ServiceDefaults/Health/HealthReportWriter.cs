using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Trawl.ServiceDefaults.Json;

namespace Trawl.ServiceDefaults.Health;

/// <summary>A health report as JSON.</summary>
internal static class HealthReportWriter
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var checks = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new Check(entry.Value.Status, entry.Value.Description, Math.Round(entry.Value.Duration.TotalMilliseconds, 1)));
        return context.Response.WriteAsJsonAsync(new Report(report.Status, checks), TrawlJson.Options, context.RequestAborted);
    }

    private sealed record Report(HealthStatus Status, Dictionary<string, Check> Checks);

    private sealed record Check(HealthStatus Status, string? Description, double DurationMs);
}
