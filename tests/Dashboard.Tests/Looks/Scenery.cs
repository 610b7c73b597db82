using Trawl.Dashboard.Tests.Visits;
using Trawl.TestSupport;

namespace Trawl.Dashboard.Tests.Looks;

/// <summary>A user with something of everything, so that no page is empty: name and path of each page.</summary>
internal static class Scenery
{
    private static readonly string[] Options = ["Follow it", "Leave it out"];
    private static readonly string[] Tags = ["docs", "weekly"];

    public static async Task<IReadOnlyList<(string Name, string Path)>> BuildAsync(Visit visit, string user)
    {
        using var rest = visit.Rest(user);
        var site = await visit.SiteAsync(pages: 24);
        site.Page("/page-3", "On storms", "<h1>On storms</h1><p>The barometer falls before the gale; the keeper writes it down, hour by hour, and lights the lamp early.</p>");
        site.Respond("/page-7", context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var done = await rest.CompletedAsync(await rest.CrawlAsync(site.Address, new { title = "The lighthouse handbook", tags = Tags }));
        var source = done.GetProperty("sourceId").GetString();
        site.Page("/page-4", "Page 4", "<h1>Page 4</h1><p>It says something else since this morning.</p>");
        await rest.CompletedAsync((await rest.PostAsync($"/api/sources/{source}/refresh")).GetProperty("id").GetString()!);

        var second = await visit.SiteAsync(pages: 40);
        visit.Gate(second, Enumerable.Range(18, 23));
        var running = await rest.CrawlAsync(second.Address, new { title = "Harbour notices", priority = "high" });
        await Eventually.TrueAsync(
            async () => (await rest.GetAsync($"/api/jobs/{running}")).GetProperty("counts").GetProperty("completed").GetInt32() >= 18, TimeSpan.FromSeconds(30));
        var queued = await rest.CrawlAsync(new Uri(second.Address, "/page-2"), new { title = "Tide tables" });

        var asking = await visit.ToldJobAsync(user, total: 200);
        await asking.Job.ProgressAsync(new { completed = 60 });
        await asking.Job.ModelResultAsync(new { model = "small-3", provider = "here", status = "completed", durationMs = 840, result = "Three storms, one of them in March." });
        await asking.Job.ModelResultAsync(new { model = "large-1", provider = "elsewhere", status = "failed", durationMs = 12_000, error = "It was overloaded." });
        await asking.Job.AskAsync(new { question = "The logbook goes on at another host. Follow it?", options = Options, @default = "Leave it out", expiresInSeconds = 3600 });
        await rest.PostAsync($"/api/jobs/{asking.Id}/comments", new { text = "I would follow it: the years before 1950 are there." });
        var failed = await visit.ToldJobAsync(user);
        await failed.Job.FailAsync("out_of_oil", "The lamp went out.");
        var draft = await rest.PostAsync("/api/drafts", new { url = second.Address.ToString(), title = "Sailing directions", maxPages = 200 });
        return
        [
            ("jobs", "/"), ("job-completed", $"/jobs/{done.GetProperty("id").GetString()}"), ("job-running", $"/jobs/{running}"), ("job-queued", $"/jobs/{queued}"),
            ("job-asking", $"/jobs/{asking.Id}"), ("job-failed", $"/jobs/{failed.Id}"), ("draft", $"/drafts/{draft.GetProperty("id").GetString()}"),
            ("sources", "/sources"), ("source", $"/sources/{source}"), ("search", "/search?q=barometer"), ("operation", "/operation"), ("notifications", "/notifications"),
        ];
    }
}
