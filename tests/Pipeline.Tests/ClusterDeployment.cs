using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>The four services as processes of their own, the Notifier as two, on a real RabbitMQ and a real PostgreSQL.</summary>
public sealed class ClusterDeployment : IDeployment, IAsyncLifetime
{
    private readonly Dictionary<string, ServiceProcess> _services = [];
    private RabbitMqServer _broker = null!;

    public Uri Api => _services["api"].Address;

    public Uri Notifier => _services["notifier"].Address;

    public Uri SecondNotifier => _services["notifier2"].Address;

    public IReadOnlyList<Uri> Notifiers => [Notifier, SecondNotifier];

    public string Output => string.Concat(_services.Values.Select(service => service.Output));

    public async Task InitializeAsync()
    {
        _broker = await RabbitMqServer.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Broker"] = _broker.ConnectionString,
            ["Auth__Mode"] = "development",
            ["Crawler__AllowPrivateNetworks"] = "true",
            // A thousand clients of one user, and ends that come soon.
            ["Notifier__MaxConnectionsPerUser"] = "0",
            ["Notifier__EndedGrace"] = "00:00:00.5",
            ["Notifier__ChannelGrace"] = "00:00:05",
            ["Notifier__SocketIo__PingInterval"] = "00:00:02",
            ["Notifier__SocketIo__PingTimeout"] = "00:00:08",
        };
        // Only the Api gets to know the database.
        var withDatabase = new Dictionary<string, string>(settings) { ["ConnectionStrings__Database"] = await PostgresServer.CreateDatabaseAsync() };
        foreach (var service in (string[])["Api", "Crawler", "Embedder", "Notifier"])
            _services[service.ToLowerInvariant()] = new ServiceProcess(service, service == "Api" ? withDatabase : settings);
        _services["notifier2"] = new ServiceProcess("Notifier", settings);
        await Task.WhenAll(_services.Values.Select(service => service.StartAsync()));
    }

    public Task KillAsync(string process) => _services[process].KillAsync();

    /// <summary>SIGTERM, and waits for the end.</summary>
    public Task StopAsync(string process) => _services[process].StopAsync();

    public Task StartAsync(string process) => _services[process].StartAsync();

    public Task StopBrokerAsync() => _broker.StopAsync();

    public Task KillBrokerAsync() => _broker.KillAsync();

    /// <summary>Starts the broker again and waits until every service has found it.</summary>
    public async Task StartBrokerAsync()
    {
        await _broker.RestartAsync();
        await Task.WhenAll(_services.Values.Select(service => service.ReadyAsync()));
    }

    /// <summary>Waits until no service says that it is ready.</summary>
    public async Task NobodyReadyAsync(TimeSpan deadline)
    {
        foreach (var service in _services.Values)
            await Eventually.TrueAsync(async () => !await service.IsReadyAsync(), deadline);
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }
}
