using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Jobs;

[Collection(SharedServer.Name)]
public sealed class QueueTests(DashboardServer server)
{
    [Fact]
    [Trait("Seed", "S1.17")]
    public Task A_job_that_waits_shows_its_place_which_moves_up_and_begins() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 5);
        var gate = visit.Gate(site, [1, 2, 3]);
        using var rest = visit.Rest("alice");
        await rest.CrawlAsync(site.Address);
        var second = await rest.CrawlAsync(new Uri(site.Address, "/page-4"));
        var third = await rest.CrawlAsync(new Uri(site.Address, "/page-5"));
        var page = await visit.OpenAsync("alice", $"/jobs/{third}");
        await Expect(page.GetByText("In the queue: 2nd of 2")).ToBeVisibleAsync();
        var operation = await Visit.TabAsync(page.Context, "/operation");
        await Expect(operation.Part("Queue").GetByRole(Microsoft.Playwright.AriaRole.Row)).ToHaveCountAsync(3);

        await rest.PostAsync($"/api/jobs/{second}/cancel");
        await Expect(page.GetByText("In the queue: 1st of 1")).ToBeVisibleAsync();
        gate.Open();

        await Expect(page.Status()).ToHaveTextAsync("Completed");
        await page.ShowsWholeLogAsync(rest, third);
    });
}
