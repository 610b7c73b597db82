using System.Globalization;
using Npgsql;
using Trawl.TestSupport;

namespace Trawl.Measurement;

/// <summary>Services as processes of their own, on a broker and a database of their own.</summary>
public sealed class MeasuredCluster : IMeasured
{
    private readonly RabbitMqServer _broker;
    private readonly int _postgres;
    private readonly Dictionary<string, ServiceProcess> _services;

    private MeasuredCluster(RabbitMqServer broker, string database, int postgres, Dictionary<string, ServiceProcess> services) =>
        (_broker, Database, _postgres, _services) = (broker, database, postgres, services);

    /// <inheritdoc />
    public Uri Api => _services["api"].Address;

    /// <summary>Where clients connect.</summary>
    public Uri Notifier => _services["notifier"].Address;

    /// <summary>The broker's connection string.</summary>
    public string Broker => _broker.ConnectionString;

    /// <summary>The database's connection string.</summary>
    public string Database { get; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, int> Processes =>
        new Dictionary<string, int>(_services.Select(service => KeyValuePair.Create(service.Key, service.Value.Id))) { ["rabbitmq"] = _broker.Id, ["postgres"] = _postgres };

    /// <summary>Starts the broker, the database and these services.</summary>
    /// <param name="services">Their projects' names; the Api is one of them.</param>
    /// <param name="settings">For all of them, besides what they cannot do without.</param>
    public static async Task<MeasuredCluster> StartAsync(IReadOnlyList<string> services, params (string Name, string Value)[] settings)
    {
        var broker = await RabbitMqServer.StartAsync();
        var database = await PostgresServer.CreateDatabaseAsync();
        var common = new Dictionary<string, string>(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)))
        {
            ["ConnectionStrings__Broker"] = broker.ConnectionString,
            ["Auth__Mode"] = "development",
        };
        var withDatabase = new Dictionary<string, string>(common) { ["ConnectionStrings__Database"] = database };
        var processes = services.ToDictionary(name => name.ToLowerInvariant(), name => new ServiceProcess(name, name == "Api" ? withDatabase : common));
        await Task.WhenAll(processes.Values.Select(service => service.StartAsync()));
        return new MeasuredCluster(broker, database, await PostmasterAsync(database), processes);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
            await service.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private static async Task<int> PostmasterAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("show data_directory", connection);
        var folder = (string)(await command.ExecuteScalarAsync())!;
        return int.Parse(File.ReadLines(Path.Combine(folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
    }
}
