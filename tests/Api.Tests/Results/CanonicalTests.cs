using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;

namespace Trawl.Api.Tests.Results;

public sealed class CanonicalTests
{
    private const string Root = WebHost.Root;

    [Fact]
    public async Task A_page_that_names_another_is_left_to_it_and_leads_to_it()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}print");
            web[$"{Root}print"] = new("article", $"{Root}more") { Canonical = $"{Root}article" };
            web[$"{Root}article"] = new("article");
            web[$"{Root}more"] = new("more");
        });

        var job = await host.CrawlAsync(o => o with { MaxDepth = 2 });

        Assert.Equal([Root, $"{Root}article", $"{Root}more"], await host.StoredAsync(job));
        var print = await host.PageAsync(job, $"{Root}print");
        Assert.Equal((PageStatus.Skipped, "canonical_elsewhere", UrlKey.Of($"{Root}article")), (print.Status, print.Reason, print.CanonicalKey!.Value));
        Assert.Equal(1, (await host.PageAsync(job, $"{Root}article")).Depth);
        await host.AddsUpAsync(job);
    }

    [Fact]
    public async Task A_canonical_page_that_does_not_exist_leaves_the_page_itself_and_is_not_fetched_again_to_know_it()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a");
            web[$"{Root}a"] = new("a") { Canonical = $"{Root}nowhere" };
        });

        var first = await host.CrawlAsync();
        Assert.Equal([Root, $"{Root}a"], await host.StoredAsync(first));
        Assert.Equal((2, 1, 0), (first.Completed, first.Failed, first.Skipped));

        for (var i = 0; i < 3; i++)
        {
            var again = await host.CrawlAsync();
            Assert.Empty(host.FetchedWhole());
            Assert.Equal((2, 0, 2), (again.Unchanged, again.Gone, again.Documents));
            await host.AddsUpAsync(again);
        }
    }

    [Theory]
    [InlineData("b", "a")]
    [InlineData("b", "c", "a")]
    [InlineData("b", "c", "d", "a")]
    public async Task Pages_that_name_each_other_in_a_circle_are_all_stored(params string[] next)
    {
        var names = new[] { next[^1] }.Concat(next[..^1]).ToArray();
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a");
            foreach (var (i, name) in names.Index())
                web[$"{Root}{name}"] = new(name) { Canonical = $"{Root}{next[i]}" };
        });
        var job = await host.CrawlAsync();
        Assert.Equal(names.Select(n => $"{Root}{n}").Prepend(Root).Order(), await host.StoredAsync(job));
        await host.AddsUpAsync(job);
    }

    [Fact]
    public async Task A_canonical_page_that_is_elsewhere_stored_is_enough()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}print", $"{Root}copy");
            web[$"{Root}print"] = new("print") { Canonical = $"{Root}old" };
            web[$"{Root}old"] = new("") { RedirectTo = $"{Root}article" };
            web[$"{Root}copy"] = new("copy") { Canonical = $"{Root}again" };
            web[$"{Root}again"] = new("root");
            web[$"{Root}article"] = new("article");
        });
        var job = await host.CrawlAsync();
        Assert.Equal([Root, $"{Root}article"], await host.StoredAsync(job));
        Assert.Equal(["canonical_elsewhere", "canonical_elsewhere", "duplicate", "redirected"], (await host.PagesAsync(job)).Select(p => p.Reason).OfType<string>().Order());
    }

    [Fact]
    public async Task A_page_that_comes_to_name_another_is_removed_when_it_has_done_so_twice()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a", $"{Root}b");
            web[$"{Root}a"] = new("a");
            web[$"{Root}b"] = new("b");
        });
        var first = await host.CrawlAsync();
        host.Web[$"{Root}a"] = new("a") { Canonical = $"{Root}b" };

        var second = await host.RefreshAsync(first);
        Assert.Equal((0, 1), (second.Gone, second.Skipped));
        Assert.Equal(3, (await host.StoredAsync(first)).Length);

        var third = await host.RefreshAsync(first);
        Assert.Equal(1, third.Gone);
        Assert.Equal([Root, $"{Root}b"], await host.StoredAsync(first));
    }
}
