using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary><c>FRONTEND_URL</c>: the origins whose pages may call with credentials.</summary>
internal static class FrontendOrigins
{
    private const string Default = "http://localhost:3000";

    public static void AddFrontendOrigins(this WebApplicationBuilder builder)
    {
        var origins = Parse(builder.Configuration["FRONTEND_URL"]);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .AllowCredentials()
            .AllowAnyHeader()
            .AllowAnyMethod()
            .WithExposedHeaders("Location", "ETag", "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }

    /// <summary>The origins of a comma-separated list.</summary>
    /// <exception cref="OptionsException">One of them is not an origin, or stands for every origin.</exception>
    public static string[] Parse(string? text)
    {
        var entries = (string.IsNullOrWhiteSpace(text) ? Default : text)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. entries.Select(Origin)];
    }

    private static string Origin(string entry)
    {
        // With credentials, a wildcard would let any page on the web act as the user.
        if (entry.Contains('*', StringComparison.Ordinal))
            throw new OptionsException("FRONTEND_URL contains '*'. Name the origins, separated by commas: https://app.example.com.");
        if (!Uri.TryCreate(entry, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.AbsolutePath != "/" || uri.Query.Length > 0)
            throw new OptionsException($"FRONTEND_URL contains '{entry}', which is not an origin. Set it to a scheme and a host: https://app.example.com.");
        return uri.GetLeftPart(UriPartial.Authority);
    }
}
