using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>The same few pages in many spellings, pages whose spellings differ for good, and links that are none.</summary>
public sealed class Spellings : Theme
{
    protected override void Build()
    {
        var here = Main.Authority;
        Main.Page("/", Links(
            "/one", "one", $"HTTP://{here}/one", $"//{here}/one", "/./a/../one", "/%6Fne", "/one#part", "/one?", "  /one  ", "/o\nne", "/one?#",
            "/query?b=2&a=1", "/query?a=1&b=2", "/query?a=1&b=2&a=1", "/query?a=1&&b=2&", "/query?a=1&utm_source=mail&b=2&gclid=1",
            "/values?a=1&a=2", "/values?a=2&a=1", "/flag?page",
            "/session;jsessionid=12AB", "/session?PHPSESSID=abc", "/session?sid=9f3a", "/session", "/story?sid=9",
            "/caf%C3%A9", "/café", "/caf%c3%a9", "/Case", "/case", "/dir", "/slash", "/slash/", "?tab=1",
            "/deep/based", "/sub/relative") + Frame() + NoLinks()).Stored("Heading of /");
        foreach (var target in (string[])
            ["/one", "/query?a=1&b=2", "/values?a=1&a=2", "/values?a=2&a=1", "/flag?page", "/session", "/story?sid=9", "/caf%C3%A9", "/Case", "/case",
             "/dir/", "/slash", "/slash/", "/?tab=1", "/other/child", "/up", "/sub/side", "/sub/", "/area", "/from-navigation", "/from-footer"])
        {
            Main.Page(target).Stored($"Heading of {target}").Titled($"Page {target}");
        }

        Main.Redirect("/dir", "/dir/").Skipped("redirected", 301);
        // Its links are meant from its base, not from where it is.
        Main.Page("/deep/based", Links("child"), "<base href=\"/other/\">").Stored();
        Main.Page("/deep/child");
        Main.Page("/sub/relative", Links("../up", "./side", ".", "../sub/relative")).Stored();
        Main.Page("/secret");
        Elsewhere.Page("/outside");
    }

    private static string Frame() =>
        """
        <nav><a href="/from-navigation">Navigation</a></nav><map name="m"><area href="/area" alt="Area"></map>
        <footer><a href="/from-footer">Footer</a></footer>
        """;

    private string NoLinks() => Links(
        "#top", "", "javascript:void(0)", "mailto:someone@example.com", "tel:+4912345", "data:text/html,<p>x</p>", "ftp://127.0.0.1/file", "about:blank",
        $"http://user:password@{Main.Authority}/secret", $"{Elsewhere.Address}outside", "http://", "http://[", "https://:443/x")
        + "<a name=\"anchor\">No link</a><a href>Empty</a>";
}
