using Microsoft.AspNetCore.Http;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>What pages say to robots: in meta, in the header, to all and by name.</summary>
public sealed class RobotsTags : Theme
{
    protected override void Build()
    {
        Main.Page("/", Links(
            "/noindex", "/nofollow", "/none", "/both", "/ours", "/others", "/header", "/header-ours", "/header-others", "/header-nofollow", "/header-none", "/preview")
            + "<a rel=\"nofollow\" href=\"/not-trusted\">No</a><a rel=\"external NoFollow\" href=\"/not-trusted\">No</a>").Stored();
        Main.Page("/noindex", Links("/from-noindex"), Meta("robots", "NOINDEX")).Skipped("noindex");
        Main.Page("/from-noindex").Stored();
        Main.Page("/nofollow", Links("/not-trusted"), Meta("robots", "nofollow")).Stored();
        Main.Page("/none", Links("/not-trusted"), Meta("robots", "none")).Skipped("noindex");
        Main.Page("/both", Links("/not-trusted"), Meta("ROBOTS", "noindex,nofollow")).Skipped("noindex");
        Main.Page("/ours", head: Meta("trawl", "noindex")).Skipped("noindex");
        Main.Page("/others", head: Meta("googlebot", "noindex")).Stored();
        Main.Page("/header", Links("/from-header"), headers: Header("noindex")).Skipped("noindex");
        Main.Page("/from-header").Stored();
        Main.Page("/header-ours", headers: Header("otherbot: nofollow", "Trawl: noindex")).Skipped("noindex");
        Main.Page("/header-others", headers: Header("otherbot: noindex, nofollow")).Stored();
        Main.Page("/header-nofollow", Links("/not-trusted"), headers: Header("nofollow")).Stored();
        Main.Page("/header-none", Links("/not-trusted"), headers: Header("none")).Skipped("noindex");
        Main.Page("/preview", Links("/from-preview"), Meta("robots", "max-image-preview:large, max-snippet:-1")).Stored();
        Main.Page("/from-preview").Stored();
        Main.Page("/not-trusted");
    }

    private static string Meta(string name, string content) => $"<meta name=\"{name}\" content=\"{content}\">";

    private static Action<HttpResponse> Header(params string[] values) => response => response.Headers["X-Robots-Tag"] = values;
}
