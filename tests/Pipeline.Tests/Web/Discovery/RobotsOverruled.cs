using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>A site that wants no robots at all, and a user who says, when asked, that it is to be crawled all the same.</summary>
public sealed class RobotsOverruled : Theme
{
    public override string Answer => "crawl";

    protected override void Build()
    {
        Main.Page("/", Links("/x")).Stored();
        Main.Page("/x").Stored();
        Main.Robots("User-agent: *\nDisallow: /\n");
    }

    public override void Judge(Finding finding) => Assert.InRange(finding.RobotsRead(Main), 1, finding.Crawlers);
}
