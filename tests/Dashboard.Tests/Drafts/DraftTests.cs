using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Drafts;

[Collection(SharedServer.Name)]
public sealed class DraftTests(DashboardServer server)
{
    [Fact]
    public Task Two_pages_plan_one_crawl_at_once() => server.VisitAsync(async visit =>
    {
        visit.Expect("412");
        var site = await visit.SiteAsync(pages: 4);
        var mine = await visit.OpenAsync("alice");
        await mine.Field("Address").FillAsync(site.Address.ToString());
        await mine.Button("Plan together").ClickAsync();
        await Expect(mine.Title()).ToHaveTextAsync("Plan a crawl");
        var hers = await visit.OpenAsync("alice", new Uri(mine.Url).AbsolutePath);
        await Expect(hers.Labelled("Address")).ToHaveValueAsync(site.Address.ToString());
        await Expect(mine.GetByText("Also here:")).ToBeVisibleAsync();

        await mine.Labelled("Title").FillAsync("Planned by two");
        await hers.Labelled("Pages at most").FillAsync("3");
        await Expect(hers.Labelled("Title")).ToHaveValueAsync("Planned by two");
        await Expect(mine.Labelled("Pages at most")).ToHaveValueAsync("3");
        await Expect(mine.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await mine.Button("Crawl").ClickAsync();

        await Expect(mine.Title()).ToHaveTextAsync("Planned by two");
        await Expect(mine.Status()).ToHaveTextAsync("Completed");
        await Expect(mine.Figure("Documents")).ToHaveTextAsync("3");
        await Expect(hers.GetByText("It has become a job.")).ToBeVisibleAsync();
    });

    [Fact]
    public Task The_same_field_changed_by_both_is_shown_to_who_came_second() => server.VisitAsync(async visit =>
    {
        visit.Expect("412");
        using var rest = visit.Rest("alice");
        var draft = await rest.PostAsync("/api/drafts", new { url = "http://127.0.0.2/", title = "First" });
        var path = $"/drafts/{draft.GetProperty("id").GetString()}";
        var mine = await visit.OpenAsync("alice", path);
        await Expect(mine.Labelled("Title")).ToHaveValueAsync("First");
        // My page is told too late.
        visit.Line.Stall();
        await rest.PatchAsync($"/api{path}", new { title = "Theirs" }, draft.GetProperty("version").GetInt32());
        await mine.Labelled("Title").FillAsync("Mine");
        await mine.Labelled("Title").BlurAsync();
        visit.Line.Flow();

        await Expect(mine.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("Theirs");
        await mine.Button("Keep mine").ClickAsync();

        await Expect(mine.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal("Mine", (await rest.GetAsync($"/api{path}")).GetProperty("plan").GetProperty("title").GetString());
    });
}
