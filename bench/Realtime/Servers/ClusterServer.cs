using Trawl.Measurement;
using Trawl.Realtime.Publishing;

namespace Trawl.Realtime.Servers;

/// <summary>Trawl as it is run: Api, Notifier, RabbitMQ and PostgreSQL, and a publisher, each in a process of its own. What counts is the Notifier.</summary>
internal sealed class ClusterServer : IServer
{
    private readonly MeasuredCluster _cluster;
    private readonly ServerProcess _publisher;

    private ClusterServer(MeasuredCluster cluster, ServerProcess publisher) => (_cluster, _publisher) = (cluster, publisher);

    public Uri Address => _cluster.Notifier;
    public int ProcessId => _cluster.Processes["notifier"];

    public static async Task<IServer> StartAsync()
    {
        var cluster = await MeasuredCluster.StartAsync(
            ["Api", "Notifier"], ("Notifier__MaxConnectionsPerUser", "0"), ("Notifier__MaxSubscriptionsPerConnection", "0"));
        return new ClusterServer(cluster, await ServerProcess.ServeAsync("publisher", "--broker", cluster.Broker));
    }

    public Task<IReadOnlyList<JobChannel>> ChannelsAsync(int count) => CustomJobs.CreateAsync(_cluster.Api, IServer.User, count);

    public Task<Publication> PublishAsync(IReadOnlyList<JobChannel> channels, Workload load) => _publisher.PublishAsync(channels, load);

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
