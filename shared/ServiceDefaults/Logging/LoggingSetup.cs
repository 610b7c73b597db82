using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Logging;

/// <summary>JSON lines for machines, readable lines for people. The <c>Logging</c> section overrides all of it.</summary>
internal static class LoggingSetup
{
    public static void AddTrawlLogging(this IHostApplicationBuilder builder)
    {
        // As configuration of the lowest rank and not as filters: filters in code would win over what an operator sets.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
                // What a query, a command or a connection throws is told by whoever catches it: here it would be told up to three times before.
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Query"] = "Critical",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Update"] = "Critical",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Critical",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Connection"] = "Critical",
                // It logs an error for each probe that is told "not yet"; the answer says so already, and why.
                ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
                // A host that does not start throws what it logs here, and that is told in a sentence.
                ["Logging:LogLevel:Microsoft.Extensions.Hosting"] = "Critical",
                ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
                ["Logging:LogLevel:MassTransit"] = "Warning",
            },
        });

        CheckLevels(builder.Configuration.GetSection("Logging:LogLevel"));
        CheckLevels(builder.Configuration.GetSection("Logging:Console:LogLevel"));
        builder.Logging.ClearProviders();
        if (builder.Configuration["Logging:Console:FormatterName"] is { Length: > 0 })
            builder.Logging.AddConsole();
        else if (Console.IsOutputRedirected)
            builder.Logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                json.IncludeScopes = true; // trace and request ids
            });
        else
            builder.Logging.AddSimpleConsole(simple =>
            {
                simple.UseUtcTimestamp = true;
                simple.TimestampFormat = "HH:mm:ss.fff ";
                simple.SingleLine = true;
            });
    }

    // Else the logging itself throws, at whatever is the first to log.
    private static void CheckLevels(IConfigurationSection levels)
    {
        foreach (var level in levels.GetChildren())
            if (level.Value is { Length: > 0 } text && !Enum.TryParse<LogLevel>(text, ignoreCase: true, out _))
                throw new OptionsException($"{level.Path} is '{text}', which is no log level. Set it to one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
    }
}
