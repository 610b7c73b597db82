using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>
/// The four services as processes of their own on a real RabbitMQ and a real PostgreSQL; the Notifier as two, unless it is said
/// otherwise. The first process of a service goes by the service's name, the second by that and a 2, and so on.
/// </summary>
public sealed class ClusterDeployment : IDeployment, IAsyncLifetime
{
    private static readonly string[] Customary = ["Api", "Crawler", "Embedder", "Notifier", "Notifier"];

    private readonly IReadOnlyList<string> _wanted;
    private readonly IReadOnlyDictionary<string, string> _more;
    private readonly Dictionary<string, ServiceProcess> _services = [];
    private RabbitMqServer _broker = null!;

    public ClusterDeployment()
        : this(Customary, new Dictionary<string, string>())
    {
    }

    /// <summary>With processes of the caller's choice.</summary>
    /// <param name="services">The service of each process.</param>
    /// <param name="settings">On top of the customary ones.</param>
    internal ClusterDeployment(IReadOnlyList<string> services, IReadOnlyDictionary<string, string> settings) => (_wanted, _more) = (services, settings);

    /// <summary>The names of all processes.</summary>
    public IReadOnlyCollection<string> Processes => _services.Keys;

    /// <summary>The Api's database, for tests that compare what is said with what is so.</summary>
    public string Database { get; private set; } = "";

    public Uri Api => _services["api"].Address;

    public Uri Notifier => _services["notifier"].Address;

    public Uri SecondNotifier => _services["notifier2"].Address;

    public IReadOnlyList<Uri> Notifiers => [.. _services.Where(service => service.Key.StartsWith("notifier", StringComparison.Ordinal)).Select(service => service.Value.Address)];

    public string Output => string.Concat(_services.Values.Select(service => service.Output));

    public async Task InitializeAsync()
    {
        // Neither needs the other.
        var database = PostgresServer.CreateDatabaseAsync();
        _broker = await RabbitMqServer.StartAsync();
        Database = await database;
        var settings = new Dictionary<string, string>(_more)
        {
            ["ConnectionStrings__Broker"] = _broker.ConnectionString,
            ["Auth__Mode"] = _more.GetValueOrDefault("Auth__Mode", "development"),
            ["Crawler__AllowPrivateNetworks"] = "true",
            // A thousand clients of one user, and ends that come soon.
            ["Notifier__MaxConnectionsPerUser"] = "0",
            ["Notifier__EndedGrace"] = "00:00:00.5",
            ["Notifier__ChannelGrace"] = "00:00:05",
            ["Notifier__SocketIo__PingInterval"] = "00:00:02",
            ["Notifier__SocketIo__PingTimeout"] = "00:00:08",
        };
        // Only the Api gets to know the database.
        var withDatabase = new Dictionary<string, string>(settings) { ["ConnectionStrings__Database"] = Database };
        foreach (var service in _wanted)
            _services[NextName(service)] = new ServiceProcess(service, service == "Api" ? withDatabase : settings);
        await Task.WhenAll(_services.Values.Select(service => service.StartAsync()));
    }

    /// <summary>Where one of several is.</summary>
    public Uri AddressOf(string process) => _services[process].Address;

    /// <summary>What one process printed last, over all its lives.</summary>
    public string OutputOf(string process) => _services[process].Output;

    public Task KillAsync(string process) => _services[process].KillAsync();

    /// <summary>SIGTERM, and waits for the end.</summary>
    public Task StopAsync(string process) => _services[process].StopAsync();

    public Task StartAsync(string process) => _services[process].StartAsync();

    public Task StopBrokerAsync() => _broker.StopAsync();

    public Task KillBrokerAsync() => _broker.KillAsync();

    /// <summary>Starts the broker again and leaves it to the services to find it.</summary>
    public Task LaunchBrokerAsync() => _broker.RestartAsync();

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

    private string NextName(string service)
    {
        var name = service.ToLowerInvariant();
        return _services.ContainsKey(name) ? $"{name}{_services.Keys.Count(other => other.StartsWith(name, StringComparison.Ordinal)) + 1}" : name;
    }

    public async Task DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }
}
