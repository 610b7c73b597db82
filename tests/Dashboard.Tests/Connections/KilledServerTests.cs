using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Connections;

/// <summary>The server goes away without a word, and comes back on the same data.</summary>
public sealed class KilledServerTests(DashboardServer server) : IClassFixture<DashboardServer>
{
    [Fact]
    [Trait("Seed", "S2.40")]
    public Task After_kill_9_pages_are_live_again_by_themselves_and_have_missed_nothing() => server.VisitAsync(async visit =>
    {
        visit.ExpectNetworkErrors();
        var site = await visit.SiteAsync(pages: 12);
        var gate = visit.Gate(site, Enumerable.Range(5, 8));
        using var told = await visit.ToldJobAsync("alice");
        var crawl = await told.Rest.CrawlAsync(site.Address);
        var page = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        var crawled = await Visit.TabAsync(page.Context, $"/jobs/{crawl}");
        await told.TellAsync(3);
        await page.ShowsWholeLogAsync(told.Rest, told.Id);
        await Expect(crawled.Figure("Pages")).ToHaveTextAsync("5 of about 13");

        await server.Process.KillAsync();
        await Expect(page.Connection()).Not.ToContainTextAsync("Live");
        await server.Process.StartAsync();
        gate.Open();
        await told.TellAsync(3);
        await told.Job.CompleteAsync(new { answer = 42 });

        await Expect(page.Status()).ToHaveTextAsync("Completed");
        await page.ShowsWholeLogAsync(told.Rest, told.Id);
        await Expect(crawled.Status()).ToHaveTextAsync("Completed");
        await Expect(crawled.Figure("Documents")).ToHaveTextAsync("13");
        await crawled.ShowsWholeLogAsync(told.Rest, crawl);
    });
}
