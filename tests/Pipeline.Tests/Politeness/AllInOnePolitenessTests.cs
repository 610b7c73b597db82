namespace Trawl.Pipeline.Tests.Politeness;

[Collection(AllInOneCollection.Name)]
public sealed class AllInOnePolitenessTests(AllInOneDeployment deployment) : PolitenessSpecification(deployment)
{
    protected override int Crawlers => 1;
}
