using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>The user wants links alone.</summary>
public sealed class NoSitemap : Theme
{
    public override void Ask(Dictionary<string, object> crawl) => crawl["useSitemap"] = false;

    protected override void Build()
    {
        Main.Page("/", Links("/linked")).Stored();
        Main.Page("/linked").Stored();
        Main.Text("/sitemap.xml", "<urlset><url><loc>/mapped</loc></url></urlset>", "application/xml");
        Main.Page("/mapped");
    }
}
