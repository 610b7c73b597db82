namespace Trawl.Pipeline.Tests.Web;

[Collection(ClusterWeb.Name)]
public sealed class RabbitMqRefreshTests(ClusterWeb web) : RefreshSpecification(web.Deployment, "gardener");
