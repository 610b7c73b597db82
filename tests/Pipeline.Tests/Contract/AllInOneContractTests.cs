namespace Trawl.Pipeline.Tests.Contract;

/// <summary>On a process of its own: these tests wait for the clock, and nobody else should wait with them.</summary>
public sealed class AllInOneContractTests(AllInOneDeployment deployment) : ContractSpecification(deployment), IClassFixture<AllInOneDeployment>;
