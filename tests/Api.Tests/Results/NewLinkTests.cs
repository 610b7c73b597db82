using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Results;

public sealed class NewLinkTests
{
    private const string Root = WebHost.Root;

    [Fact]
    public async Task Links_that_are_not_worth_a_request_are_told_with_their_reason()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a")
            {
                SkippedLinks =
                [
                    new() { Url = $"{Root}a", Reason = PageFailureReason.Trap },
                    new() { Url = $"{Root}file.zip", Reason = PageFailureReason.ContentType },
                    new() { Url = $"{Root}x/x/x/x", Reason = PageFailureReason.Trap },
                ],
            };
            web[$"{Root}a"] = new("a");
        });

        var job = await host.CrawlAsync();

        Assert.Equal((4, 2, 2), (job.Total, job.Completed, job.Skipped));
        Assert.Equal([("a", null), ("file.zip", "content_type"), ("x/x/x/x", "trap")], (await host.PagesAsync(job)).Skip(1).Select(p => (p.Url[Root.Length..], p.Reason)));
        Assert.DoesNotContain(host.Web.Requests, r => r.Url.EndsWith("zip", StringComparison.Ordinal));
        await host.AddsUpAsync(job);
    }

    [Fact]
    public async Task A_calendar_is_followed_for_a_hundred_pages_and_then_reported()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}calendar?date=2020-01-01");
            var day = new DateOnly(2020, 1, 1);
            for (var i = 0; i < 400; i++, day = day.AddDays(1))
                web[Url(day)] = new($"{day:O}", Url(day.AddDays(1)), Url(day.AddDays(2)));
        });

        var job = await host.CrawlAsync(o => o with { MaxDepth = 1000 });

        Assert.InRange(job.Completed, 95, 101);
        Assert.InRange((await host.PagesAsync(job)).Count(p => p.Reason == "trap"), 1, 100);
        await host.AddsUpAsync(job);

        static string Url(DateOnly day) => $"{Root}calendar?date={day:yyyy-MM-dd}";
    }

    [Fact]
    public async Task A_list_of_items_is_read_whole_where_other_pages_lead_to_them()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", [.. Enumerable.Range(0, 150).Select(i => $"{Root}item?id={i}")]);
            for (var i = 0; i < 200; i++)
                web[$"{Root}item?id={i}"] = new($"item {i}", $"{Root}item?id={i + 1}");
        });

        var job = await host.CrawlAsync(o => o with { MaxPages = 210 });

        // 150 by the root; those that only items lead to are beyond what a family may grow by itself.
        Assert.Equal(151, job.Completed);
        Assert.Equal(["trap"], (await host.PagesAsync(job)).Select(p => p.Reason).OfType<string>());
        await host.AddsUpAsync(job);
    }

    [Fact]
    public async Task A_root_that_moved_within_its_site_is_followed_with_the_scope_and_the_sitemap()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("") { LeavesTo = "http://www.site.test/" };
            web["http://www.site.test/"] = new("root", "http://www.site.test/a");
            web["http://www.site.test/a"] = new("a", "http://www.site.test/away");
            web["http://www.site.test/away"] = new("") { LeavesTo = "http://docs.site.test/" };
            web["http://www.site.test/sitemap.xml"] = new("", "http://www.site.test/b");
            web["http://www.site.test/b"] = new("b");
        });

        for (var i = 0; i < 2; i++)
        {
            var job = await host.CrawlAsync(o => o with { UseSitemap = true });
            Assert.Equal(["http://www.site.test/"], job.MovedTo);
            Assert.Equal(["http://www.site.test/", "http://www.site.test/a", "http://www.site.test/b"], await host.StoredAsync(job));
            Assert.Equal(("redirected", "out_of_scope"), ((await host.PageAsync(job, Root)).Reason, (await host.PageAsync(job, "http://www.site.test/away")).Reason));
            Assert.Contains("http://www.site.test/", host.Engine.Workers.Batches.Last().Scope.Roots);
            Assert.Equal(i == 0, host.FetchedWhole().Contains("http://www.site.test/"));
            await host.AddsUpAsync(job);
        }
    }

    [Fact]
    public async Task A_root_that_moved_to_another_site_is_not_followed_unasked()
    {
        await using var host = await WebHost.StartAsync(web => web[Root] = new("") { LeavesTo = "http://other.test/" }, ("Jobs:QuestionTimeout", "00:00:00.1"));
        var job = await host.CrawlAsync();
        Assert.Equal((JobStatus.Failed, 1, "out_of_scope"), (job.Status, job.Total, job.Error!.RootElement.GetProperty("code").GetString()));
    }
}
