namespace Trawl.Pipeline.Tests.Politeness;

/// <summary>Two crawlers on RabbitMQ.</summary>
public sealed class TwoCrawlers : IAsyncLifetime
{
    public ClusterDeployment Cluster { get; } = new(["Api", "Crawler", "Crawler", "Embedder"], new Dictionary<string, string>());

    public Task InitializeAsync() => Cluster.InitializeAsync();

    public Task DisposeAsync() => Cluster.DisposeAsync();
}
