namespace Trawl.Pipeline.Tests.Web;

[Collection(AllInOneWeb.Name)]
public sealed class AllInOneRefreshTests(AllInOneWeb web) : RefreshSpecification(web.Deployment, "gardener");
