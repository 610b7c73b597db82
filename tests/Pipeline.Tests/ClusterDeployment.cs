using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>The four services as four processes, on a real RabbitMQ and a real PostgreSQL.</summary>
public sealed class ClusterDeployment : IDeployment, IAsyncLifetime
{
    private readonly Dictionary<string, ServiceProcess> _services = [];
    private RabbitMqServer _broker = null!;

    public Uri Api => _services["api"].Address;

    public Uri Notifier => _services["notifier"].Address;

    public string Output => string.Concat(_services.Values.Select(service => service.Output));

    public async Task InitializeAsync()
    {
        _broker = await RabbitMqServer.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Broker"] = _broker.ConnectionString,
            ["Auth__Mode"] = "development",
            ["Crawler__AllowPrivateNetworks"] = "true",
        };
        // Only the Api gets to know the database.
        var withDatabase = new Dictionary<string, string>(settings) { ["ConnectionStrings__Database"] = await PostgresServer.CreateDatabaseAsync() };
        foreach (var service in (string[])["Api", "Crawler", "Embedder", "Notifier"])
            _services[service.ToLowerInvariant()] = new ServiceProcess(service, service == "Api" ? withDatabase : settings);
        await Task.WhenAll(_services.Values.Select(service => service.StartAsync()));
    }

    public Task KillAsync(string process) => _services[process].KillAsync();

    public Task StartAsync(string process) => _services[process].StartAsync();

    public Task StopBrokerAsync() => _broker.StopAsync();

    /// <summary>Starts the broker again and waits until every service has found it.</summary>
    public async Task StartBrokerAsync()
    {
        await _broker.RestartAsync();
        await Task.WhenAll(_services.Values.Select(service => service.ReadyAsync()));
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }
}
