using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Sources;

[Collection(SharedServer.Name)]
public sealed class SourceTests(DashboardServer server)
{
    [Fact]
    public Task A_source_is_refreshed_and_says_what_has_changed() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 5);
        using var rest = visit.Rest("alice");
        var job = await rest.CompletedAsync(await rest.CrawlAsync(site.Address, new { title = "The handbook" }));
        site.Page("/page-2", "Page 2", "<h1>Page 2</h1><p>Now it says something else.</p>");
        site.Remove("/page-3"); // gone is what two crawls in a row do not find
        await rest.CompletedAsync((await rest.PostAsync($"/api/sources/{job.GetProperty("sourceId").GetString()}/refresh")).GetProperty("id").GetString()!);

        var page = await visit.OpenAsync("alice", "/sources");
        await page.Link("The handbook").ClickAsync();
        await Expect(page.Part("Pages")).ToContainTextAsync("Page 3");
        await page.Button("Refresh now").ClickAsync();
        await Expect(page.Status()).ToHaveTextAsync("Completed");
        await page.ShowsWholeLogAsync(rest, Visit.JobOf(page));
        await page.Link("Sources").ClickAsync();
        await page.Link("The handbook").ClickAsync();

        await Expect(page.Part("Last changes")).ToContainTextAsync("0 added, 0 changed, 1 gone");
        await Expect(page.Part("Pages")).Not.ToContainTextAsync("Page 3");
    });

    [Fact]
    public Task A_source_is_named_and_given_a_schedule_and_a_wrong_one_is_said_at_its_field() => server.VisitAsync(async visit =>
    {
        visit.Expect("400");
        var site = await visit.SiteAsync(pages: 1);
        using var rest = visit.Rest("alice");
        var job = await rest.CompletedAsync(await rest.CrawlAsync(site.Address));
        var page = await visit.OpenAsync("alice", $"/sources/{job.GetProperty("sourceId").GetString()}");

        await page.Field("Title").FillAsync("Read every night");
        await page.Field("Crawl again").SelectOptionAsync("cron");
        await page.Field("Cron").FillAsync("30 3 * *");
        await page.Field("Time zone").FillAsync("Europe/Berlin");
        await page.Button("Save").ClickAsync();
        await Expect(page.Field("Cron")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.Field("Cron").FillAsync("30 3 * * *");
        await page.Button("Save").ClickAsync();

        await Expect(page.Title()).ToHaveTextAsync("Read every night");
        await Expect(page.GetByText("Runs next")).ToBeVisibleAsync();
        var saved = await rest.GetAsync($"/api/sources/{job.GetProperty("sourceId").GetString()}");
        Assert.Equal("30 3 * * *", saved.GetProperty("schedule").GetProperty("cron").GetString());
    });

    [Fact]
    public Task A_source_is_deleted_by_who_confirms_it_and_gone_in_other_windows() => server.VisitAsync(async visit =>
    {
        visit.Expect("404");
        var site = await visit.SiteAsync(pages: 1);
        using var rest = visit.Rest("alice");
        var job = await rest.CompletedAsync(await rest.CrawlAsync(site.Address));
        var page = await visit.OpenAsync("alice", $"/sources/{job.GetProperty("sourceId").GetString()}");
        var list = await visit.OpenAsync("alice", "/sources");
        var run = await visit.OpenAsync("alice", $"/jobs/{job.GetProperty("id").GetString()}");
        await Expect(list.Link(site.Address.ToString())).ToBeVisibleAsync();
        await Expect(run.Button("Crawl again")).ToBeVisibleAsync();

        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { NameRegex = new("^Delete") }).ClickAsync();
        await page.InDialog("Delete this source?").GetByText("Delete source", new() { Exact = true }).ClickAsync();

        await Expect(page.GetByText("No sources yet")).ToBeVisibleAsync();
        await Expect(list.GetByText("No sources yet")).ToBeVisibleAsync();
        await Expect(run.Button("Crawl again")).ToHaveCountAsync(0);
    });
}
