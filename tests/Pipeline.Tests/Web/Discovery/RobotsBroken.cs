using System.Text;
using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>
/// Two hosts whose robots.txt is trouble. One says 500 twice before it answers, by way of a redirect, and until then nothing is
/// asked of that host; one is longer than need be read, and rules past that do not count.
/// </summary>
public sealed class RobotsBroken : Theme
{
    public override IReadOnlyList<Uri> Roots => [Main.Address, Elsewhere.Address];

    protected override void Build()
    {
        Main.Answer("/robots.txt", (context, attempt) =>
        {
            context.Response.StatusCode = attempt <= 2 ? 500 : 302;
            context.Response.Headers.Location = "/moved-robots.txt";
            return Task.CompletedTask;
        });
        Main.Answer("/moved-robots.txt", (context, _) => context.Response.WriteAsync("User-agent: *\nDisallow: /x\n")).Asked(1, 3);
        Main.Page("/", Links("/x", "/y")).Stored();
        Main.Page("/x").SkippedUnasked("robots_disallowed");
        Main.Page("/y").Stored();

        Elsewhere.Page("/", Links("/early", "/late")).Stored();
        Elsewhere.Page("/early").SkippedUnasked("robots_disallowed");
        Elsewhere.Page("/late").Stored();
        var text = new StringBuilder("\uFEFFuser-agent:*\r\ndisallow:/early\r\n");
        while (text.Length < 600 * 1024)
            text.Append("# Nothing to see here, and a lot of it.\r\n");
        Elsewhere.Robots(text.Append("disallow: /late\r\n").ToString());
    }

    public override void Judge(Finding finding)
    {
        // Asked once a crawler, and whoever was answered 500 asks again; never once a page.
        Assert.InRange(finding.RobotsRead(Main), 3, 4 + finding.Crawlers);
        Assert.InRange(finding.RobotsRead(Elsewhere), 1, finding.Crawlers);
    }
}
