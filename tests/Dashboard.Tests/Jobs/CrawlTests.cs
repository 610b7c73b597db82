using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Jobs;

/// <summary>A crawl from the form to its end.</summary>
[Collection(SharedServer.Name)]
public sealed class CrawlTests(DashboardServer server)
{
    [Fact]
    public Task A_crawl_is_begun_by_an_address_and_one_press_and_watched_to_its_end() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 12);
        // By plain HTTP, where a browser keeps some of its means to itself.
        var page = await visit.OpenAsync("alice", host: SystemBrowser.AnotherHost);
        await page.Field("Address").FillAsync(site.Address.ToString());
        await page.Button("Crawl").ClickAsync();

        await Expect(page.Title()).ToHaveTextAsync(site.Address.Authority);
        var jobId = Visit.JobOf(page);
        await Expect(page.Status()).ToHaveTextAsync("Completed");
        await Expect(page.Figure("Documents")).ToHaveTextAsync("13");
        using var rest = visit.Rest("alice");
        await page.ShowsWholeLogAsync(rest, jobId);

        await page.Link("Jobs").ClickAsync();
        await Expect(page.JobRow(site.Address.Authority)).ToContainTextAsync("13 documents");

        // Long after its end as well.
        var later = await visit.OpenAsync("alice", $"/jobs/{jobId}");
        await Expect(later.Figure("Documents")).ToHaveTextAsync("13");
        await later.ShowsWholeLogAsync(rest, jobId);
    });

    [Fact]
    public Task A_reload_in_mid_crawl_loses_nothing() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 20);
        var gate = visit.Gate(site, Enumerable.Range(6, 15));
        using var rest = visit.Rest("alice");
        var jobId = await rest.CrawlAsync(site.Address);
        var page = await visit.OpenAsync("alice", $"/jobs/{jobId}");
        await Expect(page.Figure("Pages")).ToHaveTextAsync("6 of about 21");
        await page.ShowsWholeLogAsync(rest, jobId);

        await page.ReloadAsync();
        await Expect(page.Figure("Pages")).ToHaveTextAsync("6 of about 21");
        await page.ShowsWholeLogAsync(rest, jobId);
        gate.Open();

        await Expect(page.Status()).ToHaveTextAsync("Completed");
        await Expect(page.Figure("Pages")).ToHaveTextAsync("21 of 21");
        await page.ShowsWholeLogAsync(rest, jobId);
        Assert.Equal(21, (await rest.GetAsync($"/api/jobs/{jobId}")).GetProperty("counts").GetProperty("completed").GetInt32());
    });

    [Fact]
    public Task A_crawl_is_cancelled_by_who_confirms_it_and_what_is_stored_is_kept() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 20);
        var gate = visit.Gate(site, Enumerable.Range(6, 15));
        using var rest = visit.Rest("alice");
        var jobId = await rest.CrawlAsync(site.Address);
        var page = await visit.OpenAsync("alice", $"/jobs/{jobId}");
        await Expect(page.Figure("Pages")).ToHaveTextAsync("6 of about 21");

        await page.Button("Cancel job").ClickAsync();
        await page.InDialog("Cancel this job?").GetByText("Keep it").ClickAsync();
        await Expect(page.Status()).ToHaveTextAsync("Running");
        await page.Button("Cancel job").ClickAsync();
        await page.InDialog("Cancel this job?").GetByText("Cancel job", new() { Exact = true }).ClickAsync();
        gate.Open();

        await Expect(page.Status()).ToHaveTextAsync("Cancelled");
        await page.ShowsWholeLogAsync(rest, jobId);
    });

    [Fact]
    public Task A_question_of_the_crawl_is_answered_by_a_press() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 20);
        using var rest = visit.Rest("alice");
        var jobId = await rest.CrawlAsync(site.Address, new { maxPages = 5, askBeforeTruncating = true });
        var page = await visit.OpenAsync("alice", $"/jobs/{jobId}");
        await Expect(page.Status()).ToHaveTextAsync("Waiting for an answer");

        await page.Button("Answer: continue").ClickAsync();

        await Expect(page.Status()).ToHaveTextAsync("Completed");
        await Expect(page.Part("Questions")).ToContainTextAsync("Answered: continue");
        await Expect(page.Figure("Documents")).ToHaveTextAsync("21");
        await page.ShowsWholeLogAsync(rest, jobId);
    });

    [Fact]
    public Task A_job_deleted_and_crawled_again_leaves_no_old_card() => server.VisitAsync(async visit =>
    {
        var site = await visit.SiteAsync(pages: 2);
        using var rest = visit.Rest("alice");
        var first = await rest.CrawlAsync(site.Address);
        var list = await visit.OpenAsync("alice");
        await Expect(list.JobRow(site.Address.Authority)).ToContainTextAsync("Completed");
        var page = await Visit.TabAsync(list.Context, $"/jobs/{first}");

        await page.Button("Delete job").ClickAsync();
        await page.InDialog("Delete this job?").GetByText("Delete job", new() { Exact = true }).ClickAsync();
        await Expect(page.Title()).ToHaveTextAsync("Jobs");
        await Expect(page.JobRow(site.Address.Authority)).ToHaveCountAsync(0);
        await page.Field("Address").FillAsync(site.Address.ToString());
        await page.Button("Crawl").ClickAsync();

        await Expect(page.Status()).ToHaveTextAsync("Completed");
        Assert.NotEqual(first, Visit.JobOf(page));
        await Expect(list.JobRow(site.Address.Authority)).ToHaveCountAsync(1);
        await Expect(list.Link(site.Address.Authority)).ToHaveAttributeAsync("href", $"/jobs/{Visit.JobOf(page)}");
    });
}
