using Trawl.Pipeline.Tests.Web.Judged;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>RFC 9309: our own group, the longest match, wildcards, the end mark, allow where both match alike.</summary>
public sealed class RobotsRules : Theme
{
    private const string Text =
        """
        # For everyone, and so not for us.
        User-agent: *
        Disallow: /

        User-agent: OtherBot
        User-agent: TRAWL
        Disallow: /private/
        Allow: /private/open
        Disallow: /*.cgi$
        Unknown-line: is no end of a group
        Disallow: /*?print=
        Disallow: /tie
        Allow: /tie
        Disallow: /caf%C3%A9
        Disallow: # nothing

        Sitemap: ftp://127.0.0.1/of-no-use.xml

        User-agent: trawl
        Disallow: /second-group
        """;

    protected override void Build()
    {
        string[] free = ["/private", "/private/open", "/private/open/deep", "/x.cgi?y", "/x.cgi/z", "/tie", "/tie/more", "/page?x=print", "/PRIVATE/"];
        string[] forbidden = ["/private/", "/private/x", "/x.cgi", "/page?print=1", "/caf%C3%A9/menu", "/second-group/x"];
        Main.Page("/", Links([.. free, .. forbidden])).Stored();
        foreach (var target in free)
            Main.Page(target).Stored();
        foreach (var target in forbidden)
            Main.Page(target).SkippedUnasked("robots_disallowed");
        Main.Robots(Text);
    }

    public override void Judge(Finding finding) => Assert.InRange(finding.RobotsRead(Main), 1, finding.Crawlers);
}
