using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>A crawl that was given two hosts: links and redirects between them are within it.</summary>
public sealed class SeveralHosts : Theme
{
    public override IReadOnlyList<Uri> Roots => [Main.Address, new Uri(Elsewhere.Address, "/start")];

    protected override void Build()
    {
        Main.Page("/", Links($"{Elsewhere.Address}linked", "/away")).Stored();
        Main.Redirect("/away", $"{Elsewhere.Address}welcome").Skipped("redirected", 301);
        Elsewhere.Page("/start", Links($"{Main.Address}back", "/never")).Stored();
        Elsewhere.Page("/linked").Stored();
        Elsewhere.Page("/welcome").Stored();
        Elsewhere.Page("/never").SkippedUnasked("robots_disallowed");
        // What one host forbids is nothing to the other.
        Main.Page("/never").Stored();
        Main.Page("/back", Links("/never")).Stored();
        Elsewhere.Robots("User-agent: *\nDisallow: /never\n");
    }
}
