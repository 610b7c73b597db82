namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>A site that wants no robots at all.</summary>
public sealed class RobotsForbidden : Theme
{
    protected override void Build()
    {
        Main.Page("/", Links("/x")).SkippedUnasked("robots_disallowed");
        Main.Page("/x");
        Main.Robots("User-agent: *\nDisallow: /\n");
    }
}
