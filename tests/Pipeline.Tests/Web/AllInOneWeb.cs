namespace Trawl.Pipeline.Tests.Web;

/// <summary>The test web, crawled by one process.</summary>
[CollectionDefinition(Name)]
public sealed class AllInOneWeb : WebRun, ICollectionFixture<AllInOneWeb>
{
    public const string Name = "Web in one";
    private readonly AllInOneDeployment _deployment = new(Settings);

    public override IDeployment Deployment => _deployment;

    public override int Crawlers => 1;

    protected override Task StartDeploymentAsync() => _deployment.InitializeAsync();

    protected override Task StopDeploymentAsync() => _deployment.DisposeAsync();
}
