using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Conformance;
using Trawl.Notifier.Transports.SocketIo.Engine;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo;

/// <summary><c>/socket.io/</c>; in conformance mode what the official suites expect there, and <c>/engine.io/</c>.</summary>
internal static partial class SocketIoEndpoint
{
    // What a request may hold in any case; a client is told some limit, even where there is none.
    private const int UnlimitedPayload = 1_000_000;

    public static void AddSocketIo(this IServiceCollection services)
    {
        services.AddSingleton<LostConnections>();
        services.AddSingleton<SocketIoServers>();
    }

    public static void MapSocketIo(this WebApplication app)
    {
        var servers = app.Services.GetRequiredService<SocketIoServers>();
        app.Map("/socket.io", servers.SocketIo.HandleAsync).WithMetadata(new SocketEndpoint("sid"));
        if (servers.Echo is { } echo)
            app.Map("/engine.io", echo.HandleAsync).WithMetadata(new SocketEndpoint("sid"));

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
                LogReady(app.Logger, address.Replace("http", "ws", StringComparison.OrdinalIgnoreCase).TrimEnd('/'));
        });
        app.Services.GetRequiredService<ShutdownDrain>().Begun += servers.Stop;
    }

    [LoggerMessage(1655, LogLevel.Information, "WebSocket server ready at {Address}/socket.io/")]
    private static partial void LogReady(ILogger logger, string address);

    /// <summary>The engines behind the paths.</summary>
    internal sealed class SocketIoServers : IDisposable
    {
        public SocketIoServers(
            NotifierOptions options, NotifierCore core, LostConnections lost, OriginPolicy origins, ShutdownDrain shutdown, IOptions<AuthOptions> auth,
            IConfiguration configuration, IHostEnvironment environment)
        {
            if (options.SocketIo.Conformance)
            {
                RefuseProduction(environment, configuration, auth.Value);
                var unlimited = core with { Options = new NotifierOptions { MaxInboundMessagesPerSecond = 0 } };
                SocketIo = Conformance(core.Time, shutdown, (server, http) => new ConformanceConnection(server, Anybody, unlimited));
                Echo = Conformance(core.Time, shutdown, (server, http) => new EchoConnection(server, Anybody, unlimited));
                return;
            }

            var settings = options.SocketIo;
            var most = options.MaxInboundMessageBytes;
            SocketIo = new EngineServer(
                new EngineSettings(settings.PingInterval, settings.PingTimeout, most > 0 ? most : UnlimitedPayload)
                {
                    UpgradeTimeout = settings.UpgradeTimeout, ConnectTimeout = settings.ConnectTimeout, MaxPendingSessions = settings.MaxPendingSessions,
                },
                most, core.Time, shutdown, origins, (server, http) => new SocketIoConnection(server, http, core, lost));
        }

        public EngineServer SocketIo { get; }
        public EngineServer? Echo { get; }

        private static Caller Anybody { get; } = new("anonymous", IsAdmin: false);

        public void Stop()
        {
            SocketIo.Stop();
            Echo?.Stop();
        }

        public void Dispose()
        {
            SocketIo.Dispose();
            Echo?.Dispose();
        }

        // To ASP.NET, whose environment nobody named is Production. The standalone host on loopback, which is the only one that
        // may leave Auth:Mode out, is a developer's all the same.
        private static void RefuseProduction(IHostEnvironment environment, IConfiguration configuration, AuthOptions auth)
        {
            var named = !string.IsNullOrEmpty(configuration[HostDefaults.EnvironmentKey]);
            if (environment.IsProduction() && (named || !string.IsNullOrEmpty(auth.Mode)))
            {
                throw new OptionsException(
                    "Notifier:SocketIo:Conformance is true, which serves test suites, without authentication and limits, instead of frontends. Leave it out in Production.");
            }
        }

        private static EngineServer Conformance(TimeProvider time, ShutdownDrain shutdown, Func<EngineServer, HttpContext, EngineConnection> create) => new(
            new EngineSettings(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(200), 1_000_000)
            {
                UpgradeTimeout = TimeSpan.FromSeconds(10), ConnectTimeout = TimeSpan.FromSeconds(1), MaxPendingSessions = 0,
            },
            1_000_000, time, shutdown, origins: null, create);
    }
}
