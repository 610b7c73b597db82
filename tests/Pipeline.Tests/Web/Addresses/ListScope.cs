using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>The given URLs and no other, wherever they are; one that has moved within its site is what was meant.</summary>
public sealed class ListScope : Theme
{
    public override IReadOnlyList<Uri> Roots =>
        [new Uri(Main.Address, "/a"), new Uri(Main.Address, "/b"), new Uri(Elsewhere.Address, "/c"), new Uri(Main.Address, "/moved"), new Uri(Main.Address, "/left")];

    public override void Ask(Dictionary<string, object> crawl) => crawl["scope"] = "list";

    protected override void Build()
    {
        Main.Page("/a", Links("/not-given", "/b")).Stored();
        Main.Page("/b").Stored();
        Elsewhere.Page("/c", Links("/not-given")).Stored();
        Main.Redirect("/moved", "/moved-here").Skipped("redirected", 301);
        Main.Page("/moved-here", Links("/not-given")).Stored();
        Main.Redirect("/left", $"{Elsewhere.Address}not-given").Skipped("out_of_scope", 301);
        Main.Page("/not-given");
        Elsewhere.Page("/not-given");
    }
}
