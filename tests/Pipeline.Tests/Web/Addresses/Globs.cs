using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>Only what the include globs name and the exclude globs do not; the root whatever they say.</summary>
public sealed class Globs : Theme
{
    public override void Ask(Dictionary<string, object> crawl)
    {
        crawl["include"] = (string[])["/guide/**", "/faq-*", "/item?"];
        crawl["exclude"] = (string[])["/guide/old/**", "**?print=*"];
    }

    protected override void Build()
    {
        string[] kept = ["/guide/start", "/guide/deep/er", "/faq-1", "/item7", "/guide/?q=1"];
        string[] left = ["/guide/old/x", "/guide/start?print=1", "/faq-1/answer", "/item77", "/about", "/guide"];
        Main.Page("/", Links([.. kept, .. left])).Stored();
        foreach (var target in kept)
            Main.Page(target).Stored();
        foreach (var target in left)
            Main.Page(target);
    }
}
