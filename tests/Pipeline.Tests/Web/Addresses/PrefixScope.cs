using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>Below the root's folder, and no further.</summary>
public sealed class PrefixScope : Theme
{
    public override IReadOnlyList<Uri> Roots => [new Uri(Main.Address, "/docs/intro.html")];

    public override void Ask(Dictionary<string, object> crawl) => crawl["scope"] = "prefix";

    protected override void Build()
    {
        Main.Page("/docs/intro.html", Links("/docs/", "deep/page", "/docsearch", "/blog/post", "../", "/Docs/upper", "/docs/leaves")).Stored();
        Main.Page("/docs/").Stored();
        Main.Page("/docs/deep/page", Links("../../blog/post", "../../docs/last")).Stored();
        Main.Page("/docs/last").Stored();
        Main.Redirect("/docs/leaves", "/blog/post").Skipped("out_of_scope", 301);
        foreach (var outside in (string[])["/", "/docsearch", "/blog/post", "/Docs/upper"])
            Main.Page(outside);
    }
}
