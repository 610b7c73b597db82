using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Search;

[Collection(SharedServer.Name)]
public sealed class SearchTests(DashboardServer server)
{
    [Fact]
    public Task What_was_crawled_is_found_while_one_types_and_the_words_are_marked() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 3);
        site.Page("/page-2", "On storms", "<h1>On storms</h1><p>The barometer fell before the gale. Write &lt;b&gt; for bold.</p>");
        using var rest = visit.Rest("alice");
        await rest.CompletedAsync(await rest.CrawlAsync(site.Address));
        var page = await visit.OpenAsync("alice", "/search");

        await page.Field("Search for").FillAsync("barometer");

        await Expect(page.Link("On storms")).ToBeVisibleAsync();
        await Expect(page.Locator("mark").First).ToHaveTextAsync("barometer");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?q=barometer"));
        await page.ReloadAsync();
        await page.Link("On storms").ClickAsync();
        // What a page says stays text.
        await Expect(page.GetByText("The barometer fell before the gale.")).ToContainTextAsync("<b");
        await Expect(page.Locator("main b")).ToHaveCountAsync(0);
    });
}
