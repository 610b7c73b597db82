namespace Trawl.Pipeline.Tests.Web;

[Collection(ClusterWeb.Name)]
public sealed class RabbitMqWebTests(ClusterWeb web) : WebSpecification(web);
