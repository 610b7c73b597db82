using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>A site that wants no robots at all, and a user who respects that.</summary>
public sealed class RobotsForbidden : Theme
{
    public override string Ends => "failed";

    public override string Answer => "stop";

    protected override void Build()
    {
        Main.Page("/", Links("/x")).SkippedUnasked("robots_disallowed");
        Main.Page("/x");
        Main.Robots("User-agent: *\nDisallow: /\n");
    }

    public override void Judge(Finding finding) => Assert.Equal("robots_disallowed", finding.Job.GetProperty("error").GetProperty("code").GetString());
}
