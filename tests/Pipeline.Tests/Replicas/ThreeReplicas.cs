using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Replicas;

/// <summary>Three replicas of the Api, which look for due runs all the time, and one each of the others.</summary>
public sealed class ThreeReplicas : IAsyncLifetime
{
    public static readonly string[] Apis = ["api", "api2", "api3"];
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public ClusterDeployment Cluster { get; } = new(
        ["Api", "Api", "Api", "Crawler", "Embedder", "Notifier"], new Dictionary<string, string> { ["Schedules__CheckInterval"] = "00:00:00.1" });

    public LeaderAudit Audit { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Cluster.InitializeAsync();
        Audit = new LeaderAudit(Cluster.Database);
        await Audit.BeginAsync();
    }

    public Task DisposeAsync() => Cluster.DisposeAsync();

    public ApiClient Client(string api, string user) => new(Cluster.AddressOf(api), user);

    /// <summary>Who has said that it hands out the work now, in the order of saying so.</summary>
    public IReadOnlyList<string> Leaders() =>
    [
        .. from api in Apis
           from line in Cluster.OutputOf(api).Split('\n')
           where line.Contains("\"EventId\":1121,", StringComparison.Ordinal)
           orderby JsonElement.Parse(line).GetProperty("Timestamp").GetString()
           select api,
    ];

    /// <summary>The next after the first so many.</summary>
    public async Task<string> LeaderAfterAsync(int terms)
    {
        await Eventually.TrueAsync(() => Leaders().Count > terms, Deadline);
        return Leaders()[terms];
    }
}

/// <summary>One deployment for all tests of it, one after another: each leaves it whole.</summary>
[CollectionDefinition(Name)]
public sealed class ReplicasCollection : ICollectionFixture<ThreeReplicas>
{
    public const string Name = "Replicas";
}
