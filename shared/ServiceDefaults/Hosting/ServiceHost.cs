using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>The whole of a service's <c>Program.cs</c>.</summary>
public static class ServiceHost
{
    /// <summary>Exit code of a process whose configuration is wrong: EX_CONFIG of sysexits.h. Restarting it is of no use.</summary>
    public const int ConfigurationFault = 78;

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);

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
            while (await RunOnceAsync(Build(service, args, configure, map)))
            {
                // A bus that did not survive an outage: a new host has a new one.
            }

            return 0;
        }
        catch (Exception exception) when (StartupFault.ExitCode(exception) is { } code)
        {
            foreach (var line in StartupFault.Lines(exception))
                await Console.Error.WriteLineAsync($"trawl {service}: {line}");
            return code;
        }
    }

    private static WebApplication Build(string service, string[] args, Action<WebApplicationBuilder> configure, Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults(service, map is null ? ServiceKind.Worker : ServiceKind.Frontend);
        builder.EnsureAddressesAreFree();
        configure(builder);
        builder.AddMessaging(allowInMemory: false);

        var app = builder.Build();
        app.UseServiceDefaults();
        map?.Invoke(app);
        return app;
    }

    /// <summary>
    /// Waits until a started host has ended; true when that is because its bus is beyond help: then build another. What hangs is
    /// left behind with the old bus: its tasks wait for a connection that is gone, and hold nothing else.
    /// </summary>
    /// <param name="app">The host. It is disposed of only when another is to be built.</param>
    public static async Task<bool> EndsStuckAsync(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var stopped = app.WaitForShutdownAsync();
        // None with the in-memory transport.
        if (app.Services.GetService<BusWatchdog>() is not { } watchdog || await Task.WhenAny(stopped, watchdog.Stuck) == stopped)
        {
            await stopped;
            return false;
        }

        await Task.WhenAny(EndAsync(app), Task.Delay(LastWords));
        // MassTransit keeps the first host's loggers, which are gone with it, in a static.
        LogContext.Current = null!;
        return true;
    }

    private static async Task<bool> RunOnceAsync(WebApplication app)
    {
        await app.StartAsync();
        if (await EndsStuckAsync(app))
            return true;
        await app.DisposeAsync();
        return false;
    }

    private static async Task EndAsync(WebApplication app)
    {
        using var patience = new CancellationTokenSource(LastWords / 2);
        try
        {
            await app.StopAsync(patience.Token);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }
}
