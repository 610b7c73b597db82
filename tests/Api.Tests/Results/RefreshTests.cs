using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;

namespace Trawl.Api.Tests.Results;

public sealed class RefreshTests
{
    private const string Root = WebHost.Root;

    [Fact]
    public async Task A_refresh_reports_what_is_changed_added_unchanged_and_gone_and_embeds_only_what_is_new()
    {
        await using var host = await WebHost.StartAsync(Fill);
        var first = await host.CrawlAsync();
        Assert.Equal((4, 0), (first.Added, first.Changed));
        host.Web[$"{Root}a"] = new("a, changed");
        host.Web[$"{Root}b"] = null;
        host.Web[Root] = new("root", $"{Root}a", $"{Root}b", $"{Root}c", $"{Root}new");
        host.Web[$"{Root}new"] = new("new");
        host.Engine.Workers.EmbedBatches.Clear();

        var second = await host.RefreshAsync(first);

        Assert.Equal((JobType.Refresh, JobStatus.Completed, first.SourceId), (second.Type, second.Status, second.SourceId));
        Assert.Equal((1, 1, 2, 0), (second.Changed, second.Added, second.Unchanged, second.Gone));
        Assert.Equal([Root, $"{Root}a", $"{Root}new"], host.FetchedWhole());
        Assert.Equal(["a, changed", "new"], host.Engine.Workers.EmbedBatches.SelectMany(b => b.Documents).Select(d => d.Markdown).Order());
        var third = (await host.RefreshAsync(first)).Result!.RootElement;
        Assert.Equal((0, 0, 4, 1), (Of("changed"), Of("added"), Of("unchanged"), Of("gone")));

        int Of(string name) => third.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Documents_that_nothing_leads_to_any_more_are_asked_as_well_and_a_crawl_leaves_them_alone()
    {
        await using var host = await WebHost.StartAsync(Fill);
        var first = await host.CrawlAsync();
        host.Web[Root] = new("root", $"{Root}a");
        host.Web[$"{Root}b"] = null;

        await host.CrawlAsync();
        Assert.DoesNotContain(host.Web.Requests, r => r.Url == $"{Root}b");

        var second = await host.RefreshAsync(first);
        Assert.Equal((4, 3, 1), (second.Total, second.Completed, second.Failed));
        Assert.Empty(host.FetchedWhole());
        await host.AddsUpAsync(second);
        Assert.Equal(1, (await host.RefreshAsync(first)).Gone);
        Assert.Equal([Root, $"{Root}a", $"{Root}c"], await host.StoredAsync(first));
    }

    [Fact]
    public async Task A_refresh_asks_all_that_is_stored_even_if_the_last_crawl_wanted_less()
    {
        await using var host = await WebHost.StartAsync(Fill);
        await host.CrawlAsync();
        var smaller = await host.CrawlAsync(o => o with { MaxPages = 1 });
        Assert.Equal(1, smaller.Completed);

        var refresh = await host.RefreshAsync(smaller);

        Assert.Equal((4, 0), (refresh.Unchanged, refresh.Skipped));
    }

    [Fact]
    public async Task A_refresh_of_a_site_that_does_not_answer_takes_nothing_away()
    {
        await using var host = await WebHost.StartAsync(Fill, ("Jobs:MaxAttempts", "1"));
        var first = await host.CrawlAsync();
        foreach (var url in await host.StoredAsync(first))
            host.Web[url] = new("") { Status = 500 };

        for (var i = 0; i < 3; i++)
        {
            var refresh = await host.RefreshAsync(first);
            Assert.Equal((JobStatus.Failed, 4), (refresh.Status, refresh.Failed));
        }

        Assert.Equal(4, (await host.StoredAsync(first)).Length);
    }

    private static void Fill(TestWeb web)
    {
        web[Root] = new("root", $"{Root}a", $"{Root}b", $"{Root}c");
        foreach (var name in "abc")
            web[$"{Root}{name}"] = new($"{name}");
    }
}
