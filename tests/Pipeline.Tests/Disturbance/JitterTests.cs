namespace Trawl.Pipeline.Tests.Disturbance;

[Collection(AllInOneCollection.Name)]
public sealed class AllInOneJitterTests(AllInOneDeployment deployment) : JitterSpecification(deployment);

[Collection(ClusterCollection.Name)]
public sealed class ClusterJitterTests(ClusterDeployment deployment) : JitterSpecification(deployment);
