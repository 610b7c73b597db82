namespace Trawl.Pipeline.Tests.Web;

[Collection(AllInOneWeb.Name)]
public sealed class AllInOneWebTests(AllInOneWeb web) : WebSpecification(web);
