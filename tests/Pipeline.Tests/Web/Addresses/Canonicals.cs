using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>Pages that name another as the one to be kept, rightly and wrongly.</summary>
public sealed class Canonicals : Theme
{
    protected override void Build()
    {
        Main.Page("/", Links(
            "/print", "/chain1", "/loop1", "/to-missing", "/self", "/foreign", "/by-header", "/relative/page", "/based", "/to-redirect", "/unlinked-target")).Stored();
        Main.Page("/print", Links("/only-from-print"), Canonical("/article")).Skipped("canonical_elsewhere");
        Main.Page("/article").Stored();
        Main.Page("/only-from-print").Stored();
        Main.Page("/chain1", head: Canonical("/chain2")).Skipped("canonical_elsewhere");
        Main.Page("/chain2", head: Canonical("/chain3")).Skipped("canonical_elsewhere");
        Main.Page("/chain3").Stored();
        // Nothing would be left of these two if both were believed.
        Main.Page("/loop1", head: Canonical("/loop2")).Stored().Asked(2);
        Main.Page("/loop2", head: Canonical("/loop1")).Stored().Asked(2);
        Main.Page("/to-missing", head: Canonical("/missing")).Stored().Asked(2);
        Main.Status("/missing", 404).Failed("http_client_error", 404);
        Main.Page("/self", head: Canonical("/self#top")).Stored();
        Main.Page("/foreign", head: Canonical($"{Elsewhere.Address}kept")).Stored();
        Main.Page("/by-header", headers: response => response.Headers.Link = "</article>; rel=\"canonical\"").Skipped("canonical_elsewhere");
        Main.Page("/relative/page", head: Canonical("kept")).Skipped("canonical_elsewhere");
        Main.Page("/relative/kept").Stored();
        Main.Page("/based", head: "<base href=\"/relative/\">" + Canonical("kept")).Skipped("canonical_elsewhere");
        Main.Page("/to-redirect", head: Canonical("/moved")).Skipped("canonical_elsewhere");
        Main.Redirect("/moved", "/article").Skipped("redirected", 301);
        Main.Page("/unlinked-target", head: Canonical("/unlinked")).Skipped("canonical_elsewhere");
        Main.Page("/unlinked").Stored();
    }

    private static string Canonical(string target) => $"<link rel=\"canonical\" href=\"{target}\">";
}
