namespace Trawl.Pipeline.Tests.Contract;

[Collection(AllInOneCollection.Name)]
public sealed class AllInOneContractTests(AllInOneDeployment deployment) : ContractSpecification(deployment);
