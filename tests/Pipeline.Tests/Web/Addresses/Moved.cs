using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>A site that is somewhere else now, and a user who says, when asked, that it is to be followed there. Nothing further is.</summary>
public sealed class Moved : Theme
{
    public override string Answer => "follow";

    protected override void Build()
    {
        Main.Redirect("/", $"{Elsewhere.Address}new").Skipped("redirected", 301);
        Elsewhere.Page("/new", Links("/a", "/private/x", $"{Main.Address}old")).Stored();
        Elsewhere.Page("/a").Stored();
        // The old address is one that was asked for, so it is within the crawl.
        Main.Page("/old").Stored();
        // And the new one's rules are heeded.
        Elsewhere.Page("/private/x").SkippedUnasked("robots_disallowed");
        Elsewhere.Robots("User-agent: *\nDisallow: /private/\n");
    }
}
