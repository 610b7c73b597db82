using System.Globalization;
using Npgsql;
using Trawl.TestSupport;

namespace Trawl.Pipeline;

internal sealed class MeasuredCluster(RabbitMqServer broker, int postgres, Dictionary<string, ServiceProcess> services) : IMeasured
{
    public Uri Api => services["api"].Address;

    public IReadOnlyDictionary<string, int> Processes =>
        new Dictionary<string, int>(services.Select(service => KeyValuePair.Create(service.Key, service.Value.Id))) { ["rabbitmq"] = broker.Id, ["postgres"] = postgres };

    public static async Task<MeasuredCluster> StartAsync()
    {
        var broker = await RabbitMqServer.StartAsync();
        var database = await PostgresServer.CreateDatabaseAsync();
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Broker"] = broker.ConnectionString,
            ["Auth__Mode"] = "development",
            ["Crawler__AllowPrivateNetworks"] = "true",
        };
        var withDatabase = new Dictionary<string, string>(settings) { ["ConnectionStrings__Database"] = database };
        var services = ((string[])["Api", "Crawler", "Embedder", "Notifier"])
            .ToDictionary(name => name.ToLowerInvariant(), name => new ServiceProcess(name, name == "Api" ? withDatabase : settings));
        await Task.WhenAll(services.Values.Select(service => service.StartAsync()));
        return new MeasuredCluster(broker, await PostmasterAsync(database), services);
    }

    private static async Task<int> PostmasterAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("show data_directory", connection);
        var folder = (string)(await command.ExecuteScalarAsync())!;
        return int.Parse(File.ReadLines(Path.Combine(folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.Values)
            await service.DisposeAsync();
        await broker.DisposeAsync();
    }
}
