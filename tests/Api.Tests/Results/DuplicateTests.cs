using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;

namespace Trawl.Api.Tests.Results;

public sealed class DuplicateTests
{
    private const string Root = WebHost.Root;

    [Fact]
    public async Task The_same_content_under_two_URLs_is_stored_once_and_the_other_says_where()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a", $"{Root}b");
            web[$"{Root}a"] = new("same");
            web[$"{Root}b"] = new("same", $"{Root}c");
            web[$"{Root}c"] = new("c");
        });

        var job = await host.CrawlAsync();

        Assert.Equal((3, 1, 3), (job.Completed, job.Skipped, job.Documents));
        var (a, b) = (await host.PageAsync(job, $"{Root}a"), await host.PageAsync(job, $"{Root}b"));
        Assert.Equal(("duplicate", a.DocumentId), (b.Reason, b.DocumentId));
        Assert.Equal($"The same content is stored from {Root}a.", b.Message);
        Assert.Equal([Root, $"{Root}a", $"{Root}c"], await host.StoredAsync(job));

        // And nothing of it is fetched again.
        var second = await host.CrawlAsync();
        Assert.Empty(host.FetchedWhole());
        Assert.Equal((3, 1), (second.Unchanged, second.Skipped));
        await host.AddsUpAsync(second);
    }

    [Fact]
    public async Task Pages_without_text_are_no_duplicates_of_each_other()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("", $"{Root}a", $"{Root}b");
            web[$"{Root}a"] = new("");
            web[$"{Root}b"] = new("");
        });
        Assert.Equal((3, 0), ((await host.CrawlAsync()).Documents, (await host.CrawlAsync()).Skipped));
    }

    [Fact]
    public async Task When_the_original_changes_the_duplicate_is_stored_whichever_is_asked_first()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}1", $"{Root}2", $"{Root}3");
            foreach (var i in Enumerable.Range(1, 3))
                web[$"{Root}{i}"] = new("same");
        });
        var first = await host.CrawlAsync();
        Assert.Equal(2, first.Skipped);
        var original = (await host.StoredAsync(first)).Single(url => url != Root);
        host.Web[original] = new("different");

        var second = await host.CrawlAsync();

        Assert.Equal((3, 1, 1, 1), (second.Documents, second.Skipped, second.Changed, second.Added));
        Assert.Equal(3, (await host.StoredAsync(second)).Length);
        await host.AddsUpAsync(second);
    }

    [Fact]
    public async Task Two_pages_that_swap_their_contents_are_both_still_there()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a", $"{Root}b");
            web[$"{Root}a"] = new("A");
            web[$"{Root}b"] = new("B");
        });
        await host.CrawlAsync();
        (host.Web[$"{Root}a"], host.Web[$"{Root}b"]) = (host.Web[$"{Root}b"], host.Web[$"{Root}a"]);

        var second = await host.CrawlAsync();

        Assert.Equal((JobStatus.Completed, 3), (second.Status, second.Documents));
        await using var db = await host.Engine.ContextAsync();
        Assert.Equal(["A", "B", "root"], db.Documents.Select(d => d.Markdown).Order());
        Assert.All(db.Documents.ToList(), d => Assert.Equal(0, d.Missing));
    }
}
