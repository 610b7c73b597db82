namespace Trawl.Pipeline.Tests.Contract;

[Collection(ClusterCollection.Name)]
public sealed class ClusterContractTests(ClusterDeployment deployment) : ContractSpecification(deployment);
