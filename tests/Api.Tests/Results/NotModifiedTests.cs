using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;

namespace Trawl.Api.Tests.Results;

public sealed class NotModifiedTests
{
    private const string Root = WebHost.Root;

    [Fact]
    public async Task An_unchanged_site_is_crawled_again_without_a_body_and_its_links_are_followed_all_the_same()
    {
        await using var host = await WebHost.StartAsync(Fill);
        var first = await host.CrawlAsync();

        var second = await host.CrawlAsync();

        Assert.Equal((JobStatus.Completed, first.Completed, second.Completed), (second.Status, second.Completed, second.Unchanged));
        Assert.Empty(host.FetchedWhole());
        Assert.Equal(first.Total, host.Web.Requests.Count);
        Assert.Equal((first.Chunks, first.Embedded, 0, 0), (second.Chunks, second.Embedded, second.Added, second.Changed));
        Assert.Single(host.Engine.Workers.EmbedBatches.DistinctBy(b => b.JobId));
        await host.AddsUpAsync(second);
    }

    [Fact]
    public async Task A_page_that_was_left_out_for_what_it_says_is_left_out_again_and_its_links_are_followed()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}hidden");
            web[$"{Root}hidden"] = new("hidden", $"{Root}behind") { NoIndex = true };
            web[$"{Root}behind"] = new("behind");
        });
        await host.CrawlAsync();

        var second = await host.CrawlAsync();

        Assert.Empty(host.FetchedWhole());
        Assert.Equal((2, 1), (second.Unchanged, second.Skipped));
        var hidden = await host.PageAsync(second, $"{Root}hidden");
        Assert.Equal(("noindex", 304), (hidden.Reason, hidden.HttpStatus));
    }

    [Fact]
    public async Task Other_options_ask_whole_because_the_kept_links_were_chosen_for_the_old_ones()
    {
        await using var host = await WebHost.StartAsync(Fill);
        await host.CrawlAsync();

        var second = await host.CrawlAsync(o => o with { Exclude = ["/elsewhere/**"] });
        Assert.Equal(second.Total, host.FetchedWhole().Length);

        // Where no links are followed from, they do not matter.
        await host.CrawlAsync(o => o with { MaxDepth = 0, Exclude = ["/never/**"] });
        Assert.Empty(host.FetchedWhole());
    }

    [Fact]
    public async Task What_a_304_stands_for_is_fetched_whole_when_it_is_gone()
    {
        await using var host = await WebHost.StartAsync(Fill);
        var first = await host.CrawlAsync();
        await host.Engine.ExecuteAsync($"delete from documents where url = {$"{Root}a"}");

        var second = await host.CrawlAsync();

        Assert.Equal([$"{Root}a"], host.FetchedWhole());
        Assert.Equal((first.Documents, 1), (second.Documents, second.Added));
        await host.AddsUpAsync(second);
    }

    [Fact]
    public async Task A_page_that_has_no_validator_any_more_leaves_none_behind()
    {
        await using var host = await WebHost.StartAsync(Fill);
        await host.CrawlAsync();
        host.Web[$"{Root}a"] = new("a changed") { Validates = false };
        var second = await host.CrawlAsync();

        Assert.Equal((1, 0), (second.Changed, second.Added));
        Assert.Equal(2, await host.Engine.ScalarAsync<int>($"select count(*)::int as \"Value\" from cached_answers"));
        await host.CrawlAsync();
        Assert.Equal([$"{Root}a"], host.FetchedWhole());
    }

    [Fact]
    public async Task A_server_that_says_304_to_anything_fails_the_page_and_not_the_job()
    {
        await using var host = await WebHost.StartAsync(Fill);
        host.Engine.Workers.Crawl = batch =>
        [
            .. batch.Pages.Select(page => page.Url.EndsWith('a')
                ? SimulatedWorkers.Page(batch, page, []) with { NotModified = true, HttpStatus = 304, ContentHash = "" }
                : host.Web.Answer(batch, page)),
            SimulatedWorkers.Completed(batch),
        ];

        var job = await host.CrawlAsync();

        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Failed));
        Assert.Equal("unreadable", (await host.PageAsync(job, $"{Root}a")).Reason);
    }

    private static void Fill(TestWeb web)
    {
        web[Root] = new("root", $"{Root}a", $"{Root}b");
        web[$"{Root}a"] = new("a", Root);
        web[$"{Root}b"] = new("b", $"{Root}a");
    }
}
