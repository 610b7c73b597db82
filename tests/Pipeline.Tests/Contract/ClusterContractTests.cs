namespace Trawl.Pipeline.Tests.Contract;

/// <summary>On a cluster of its own, for the same reason.</summary>
public sealed class ClusterContractTests(ClusterDeployment deployment) : ContractSpecification(deployment), IClassFixture<ClusterDeployment>;
