namespace Trawl.Pipeline.Tests.Web;

/// <summary>The test web, crawled by three crawlers on RabbitMQ.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterWeb : WebRun, ICollectionFixture<ClusterWeb>
{
    public const string Name = "Web in a cluster";
    private readonly ClusterDeployment _deployment = new(["Api", "Crawler", "Crawler", "Crawler", "Embedder", "Notifier"], Settings);

    public override IDeployment Deployment => _deployment;

    public override int Crawlers => 3;

    protected override Task StartDeploymentAsync() => _deployment.InitializeAsync();

    protected override Task StopDeploymentAsync() => _deployment.DisposeAsync();
}
