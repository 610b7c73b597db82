using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Judged;

/// <summary>A request and the host that it came to.</summary>
public sealed record SeenRequest(WebHost Host, string Target, bool Conditional, int Status)
{
    public bool IsRobots => Target == WebHost.RobotsTxt;

    public Uri Url => new(Host.Address, Target);
}
