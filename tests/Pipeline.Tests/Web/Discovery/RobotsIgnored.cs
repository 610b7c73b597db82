using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>The user's own site, and the user said so: robots.txt is not even read.</summary>
public sealed class RobotsIgnored : Theme
{
    public override void Ask(Dictionary<string, object> crawl) => crawl["respectRobots"] = false;

    protected override void Build()
    {
        Main.Page("/", Links("/private/x")).Stored();
        Main.Page("/private/x").Stored();
        Main.Robots("User-agent: *\nDisallow: /\n");
    }

    public override void Judge(Finding finding) => Assert.Equal(0, finding.RobotsRead(Main));
}
