namespace Trawl.Pipeline.Tests.Control;

[Collection(AllInOneCollection.Name)]
public sealed class AllInOneControlTests(AllInOneDeployment deployment) : ControlSpecification(deployment);

[Collection(ClusterCollection.Name)]
public sealed class RabbitMqControlTests(ClusterDeployment deployment) : ControlSpecification(deployment);
