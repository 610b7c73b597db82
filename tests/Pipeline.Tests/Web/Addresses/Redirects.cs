using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>Redirects are judged by where they lead, and each step is a page of its own.</summary>
public sealed class Redirects : Theme
{
    protected override void Build()
    {
        Main.Page("/", Links(
            "/chain1", "/loop1", "/self", "/relative/from", "/outside", "/other-host", "/to-forbidden", "/to-missing", "/to-known", "/known",
            "/no-location", "/secure", "/kind302", "/kind303", "/kind307", "/kind308", "/fragment", "/spelled", "/not-modified")).Stored();
        for (var step = 1; step < 6; step++)
            Main.Redirect($"/chain{step}", $"/chain{step + 1}").Skipped("redirected", 301);
        Main.Page("/chain6").Stored("Heading of /chain6");
        Main.Redirect("/loop1", "/loop2").Skipped("redirected", 301);
        Main.Redirect("/loop2", "/loop1").Skipped("redirected", 301);
        Main.Redirect("/self", "/self").Skipped("redirected", 301);
        Main.Redirect("/relative/from", "to?x=1").Skipped("redirected", 301);
        Main.Page("/relative/to?x=1").Stored();
        Main.Redirect("/outside", $"{Elsewhere.Address}there", 302).Skipped("out_of_scope", 302);
        Main.Redirect("/other-host", $"http://{Elsewhere.Authority}", 302).Skipped("out_of_scope", 302);
        Main.Redirect("/to-forbidden", "/forbidden/page").Skipped("redirected", 301);
        Main.Page("/forbidden/page").SkippedUnasked("robots_disallowed");
        Main.Redirect("/to-missing", "/missing").Skipped("redirected", 301);
        Main.Status("/missing", 404).Failed("http_client_error", 404);
        Main.Redirect("/to-known", "/known").Skipped("redirected", 301);
        Main.Page("/known").Stored();
        Main.Redirect("/no-location", null).Failed("connection_failed", 301);
        // No other scheme is spoken on this port, and the same page is in scope under both.
        Main.Redirect("/secure", $"https://{Elsewhere.Authority}/secure").Skipped("out_of_scope", 301);
        foreach (var kind in (int[])[302, 303, 307, 308])
        {
            Main.Redirect($"/kind{kind}", $"/kind{kind}/target", kind).Skipped("redirected", kind);
            Main.Page($"/kind{kind}/target").Stored();
        }

        Main.Redirect("/fragment", "/fragment-target#part").Skipped("redirected", 301);
        Main.Page("/fragment-target").Stored();
        Main.Redirect("/spelled", "HTTP://" + Main.Authority + "/./kn%6Fwn").Skipped("redirected", 301);
        Main.Status("/not-modified", 304).Failed("connection_failed", 304);
        Main.Robots("User-agent: *\nDisallow: /forbidden/\n");
    }
}
