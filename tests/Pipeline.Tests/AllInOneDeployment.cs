using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests;

/// <summary>One process with a PostgreSQL and a data directory of its own, as <c>make run</c> starts it.</summary>
public sealed class AllInOneDeployment : IDeployment, IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("trawl-allinone-").FullName;
    private readonly ServiceProcess _process;

    public AllInOneDeployment()
        : this(new Dictionary<string, string>())
    {
    }

    /// <summary>With settings on top of the customary ones.</summary>
    internal AllInOneDeployment(IReadOnlyDictionary<string, string> settings) => _process = new ServiceProcess("AllInOne", new Dictionary<string, string>(settings)
    {
        ["Trawl__DataDirectory"] = Path.Combine(_data, "data"),
        ["Crawler__AllowPrivateNetworks"] = "true",
        ["Notifier__MaxConnectionsPerUser"] = "0",
        ["Notifier__EndedGrace"] = "00:00:00.5",
    });

    public Uri Api => _process.Address;

    public Uri Notifier => _process.Address;

    public IReadOnlyList<Uri> Notifiers => [Notifier];

    public string Output => _process.Output;

    public Task InitializeAsync() => _process.StartAsync();

    public Task KillAsync(string process) => _process.KillAsync();

    public Task StartAsync(string process) => _process.StartAsync();

    public async Task DisposeAsync()
    {
        // In order, so that its PostgreSQL goes with it.
        await _process.StopAsync();
        await _process.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
