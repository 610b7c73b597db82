using System.Globalization;
using Microsoft.Playwright;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Examples;

/// <summary>The page of examples/, served by the command that docs/frontends.md prints, in Chromium.</summary>
public sealed class PageTests
{
    [Fact]
    [Trait("Seed", "S2.4")]
    public async Task The_printed_page_shows_a_crawl_to_its_end_over_a_line_that_was_cut_and_finds()
    {
        var port = KeptPort.Take().ToString(CultureInfo.InvariantCulture);
        var origin = $"http://localhost:{port}";
        await using var site = await GatedSite.StartAsync();
        await using var trawl = new AllInOneProcess(new Dictionary<string, string>
        {
            ["ConnectionStrings__Database"] = await PostgresServer.CreateDatabaseAsync(),
            ["FRONTEND_URL"] = origin,
        });
        await trawl.Process.StartAsync();
        await using var line = new CutLine(trawl.Process.Address);
        await using var files = Shell.Start(PrintedCommands.Under("A page").Single().Replace("3000", port, StringComparison.Ordinal));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Find(), Args = Chromium.Arguments });
        var page = await browser.NewPageAsync();
        await Eventually.TrueAsync(() => ServesAsync(origin), TimeSpan.FromMinutes(1));
        await page.GotoAsync($"{origin}/?server={line.Address.GetLeftPart(UriPartial.Authority)}");
        await page.GetByLabel("Site").FillAsync(site.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Crawl" }).ClickAsync();
        await Says("running crawling");
        line.Cut();
        site.Open();
        await Says("completed: 4 pages, 4 passages");
        await page.GetByLabel("Search").FillAsync("cursor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.Locator("#found li").First).ToContainTextAsync("/events.html");

        Task Says(string text) => Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(text, new() { Timeout = 60_000 });
    }

    private static async Task<bool> ServesAsync(string origin)
    {
        using var http = new HttpClient();
        try
        {
            return (await http.GetAsync(origin)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
