using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;

namespace Trawl.Api.Tests.Results;

public sealed class GoneTests
{
    private const string Root = WebHost.Root;

    [Theory]
    [InlineData("gone")]
    [InlineData("noindex")]
    [InlineData("redirect")]
    [InlineData("leaves")]
    [InlineData("duplicate")]
    public async Task What_two_crawls_in_a_row_do_not_find_is_removed(string how)
    {
        await using var host = await WebHost.StartAsync(Fill);
        var first = await host.CrawlAsync();
        host.Web[$"{Root}a"] = how switch
        {
            "gone" => new("") { Status = 410 },
            "noindex" => new("a") { NoIndex = true },
            "redirect" => new("") { RedirectTo = $"{Root}b" },
            "leaves" => new("") { LeavesTo = "http://other.test/" },
            _ => new("b"),
        };

        var second = await host.CrawlAsync();
        Assert.Equal((0, 3), (second.Gone, (await host.StoredAsync(second)).Length));
        var third = await host.CrawlAsync();
        Assert.Equal(1, third.Gone);
        Assert.Equal([Root, $"{Root}b"], await host.StoredAsync(third));
        Assert.Equal(1, third.Result!.RootElement.GetProperty("gone").GetInt32());
        Assert.Equal(0, await host.Engine.ScalarAsync<int>($"select count(*)::int as \"Value\" from chunks where document_id not in (select id from documents)"));
        await host.AddsUpAsync(third);
        // It is gone once.
        Assert.Equal(0, (await host.CrawlAsync()).Gone);
        Assert.Equal(first.SourceId, third.SourceId);
    }

    [Fact]
    public async Task An_error_in_between_neither_removes_nor_forgets()
    {
        await using var host = await WebHost.StartAsync(Fill, ("Jobs:MaxAttempts", "1"));
        await host.CrawlAsync();
        for (var i = 0; i < 3; i++)
        {
            host.Web[$"{Root}a"] = new("") { Status = 500 };
            Assert.Equal((1, 0), ((await host.CrawlAsync()).Failed, await MissingAsync()));
        }

        host.Web[$"{Root}a"] = null;
        await host.CrawlAsync();
        Assert.Equal(1, await MissingAsync());
        host.Web[$"{Root}a"] = new("a");
        await host.CrawlAsync();
        Assert.Equal(0, await MissingAsync());

        Task<int> MissingAsync() => host.Engine.ScalarAsync<int>($"select missing as \"Value\" from documents where url = {$"{Root}a"}");
    }

    [Fact]
    public async Task When_most_of_a_site_is_not_found_the_job_says_so()
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", [.. Enumerable.Range(0, 12).Select(i => $"{Root}{i}")]);
            for (var i = 0; i < 12; i++)
                web[$"{Root}{i}"] = new($"page {i}");
        });
        await host.CrawlAsync();
        for (var i = 0; i < 12; i++)
            host.Web[$"{Root}{i}"] = null;

        var job = await host.CrawlAsync();

        Assert.StartsWith("12 of the source's 13 documents were not found", job.Result!.RootElement.GetProperty("message").GetString());
        Assert.Contains(await host.Engine.LogAsync(job.Id), e => e.Type == "stage" && e.Data.RootElement.GetProperty("message").GetString()!.StartsWith("12 of", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_that_was_deleted_and_is_crawled_again_knows_nothing_of_before()
    {
        await using var host = await WebHost.StartAsync(Fill);
        var first = await host.CrawlAsync();
        await using (var db = await host.Engine.ContextAsync())
            Assert.True(await host.Engine.Get<Api.Jobs.Lifecycle.JobLifecycle>().DeleteSourceAsync(db, first.SourceId!.Value, default));
        foreach (var table in new[] { "documents", "chunks", "embeddings", "cached_answers" })
            Assert.Equal(0, await host.Engine.ScalarAsync<int>(System.Runtime.CompilerServices.FormattableStringFactory.Create($"select count(*)::int as \"Value\" from {table}")));

        var second = await host.CrawlAsync();

        Assert.NotEqual(first.SourceId, second.SourceId);
        Assert.Equal(3, host.FetchedWhole().Length);
        Assert.Equal((3, 3, 0), (second.Documents, second.Added, second.Unchanged));
    }

    private static void Fill(TestWeb web)
    {
        web[Root] = new("root", $"{Root}a", $"{Root}b");
        web[$"{Root}a"] = new("a");
        web[$"{Root}b"] = new("b");
    }
}
