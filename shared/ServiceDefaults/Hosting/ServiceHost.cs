using Microsoft.AspNetCore.Builder;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>The whole of a service's <c>Program.cs</c>.</summary>
public static class ServiceHost
{
    /// <summary>Exit code of a process whose configuration is wrong: EX_CONFIG of sysexits.h. Restarting it is of no use.</summary>
    public const int ConfigurationFault = 78;

    /// <summary>Builds and runs one service until it is told to stop.</summary>
    /// <param name="service">Its name: <c>api</c>, <c>crawler</c>, …</param>
    /// <param name="args">The command line, read as configuration.</param>
    /// <param name="configure">Adds the service's module.</param>
    /// <param name="map">Maps its endpoints; null for a worker, which serves health and metrics only.</param>
    /// <returns>The exit code: 0, or 78 with one line on stderr for each fault of the configuration.</returns>
    public static async Task<int> RunAsync(
        string service, string[] args, Action<WebApplicationBuilder> configure, Action<WebApplication>? map = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        try
        {
            var builder = WebApplication.CreateBuilder(args);
            builder.AddServiceDefaults(service, map is null ? ServiceKind.Worker : ServiceKind.Frontend);
            configure(builder);
            builder.AddMessaging(allowInMemory: false);

            await using var app = builder.Build();
            app.UseServiceDefaults();
            map?.Invoke(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (StartupFault.ExitCode(exception) is { } code)
        {
            foreach (var line in StartupFault.Lines(exception))
                await Console.Error.WriteLineAsync($"trawl {service}: {line}");
            return code;
        }
    }
}
