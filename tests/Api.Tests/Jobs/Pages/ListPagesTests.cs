using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Jobs.Pages;

[Collection(RestCollection.Name)]
public sealed class ListPagesTests(RestHost host)
{
    [Fact]
    public async Task Each_URL_tells_what_became_of_it()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId);
        db.Add(job);
        db.AddRange(Rows.Page(job.Id, "/good"), Rows.Page(job.Id, "/bad", PageStatus.Failed));
        await db.SaveChangesAsync();

        var failed = (await client.GetAsync($"/api/jobs/{job.Id}/pages?status=failed")).Json.GetProperty("items");
        var page = Assert.Single(failed.EnumerateArray());
        Assert.Equal("http://93.184.216.34/bad", page.GetProperty("url").GetString());
        Assert.Equal("failed", page.GetProperty("status").GetString());
        Assert.Equal(404, page.GetProperty("httpStatus").GetInt32());
        Assert.Equal("http_client_error", page.GetProperty("error").GetProperty("code").GetString());
        var good = (await client.GetAsync($"/api/jobs/{job.Id}/pages?status=completed")).Json.GetProperty("items")[0];
        Assert.Equal(JsonValueKind.Null, good.GetProperty("error").ValueKind);
        Assert.Equal(12, good.GetProperty("durationMs").GetInt32());
    }

    [Fact]
    public async Task What_was_skipped_says_why_and_sitemaps_are_shown_only_when_asked_for()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId);
        var (page, skipped, sitemap) = (Rows.Page(job.Id, "/good"), Rows.Page(job.Id, "/copy", PageStatus.Skipped), Rows.Page(job.Id, "/sitemap.xml"));
        (page.Bytes, skipped.Reason, skipped.Message, sitemap.Kind) = (34_000, "duplicate", "The same content is stored from http://93.184.216.34/good.", PageKind.Sitemap);
        db.AddRange(job, page, skipped, sitemap);
        await db.SaveChangesAsync();

        var why = Assert.Single(await ItemsAsync("?status=skipped"));
        Assert.Equal(("duplicate", skipped.Message), (why.GetProperty("error").GetProperty("code").GetString(), why.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal(34_000, (await ItemsAsync(""))[0].GetProperty("bytes").GetInt64());
        Assert.Equal(2, (await ItemsAsync("?kind=page")).Length);
        Assert.Equal(sitemap.Url, Assert.Single(await ItemsAsync("?kind=sitemap")).GetProperty("url").GetString());
        Assert.Equal(3, (await ItemsAsync("?kind=page,sitemap")).Length);

        async Task<JsonElement[]> ItemsAsync(string query) =>
            [.. (await client.GetAsync($"/api/jobs/{job.Id}/pages{query}")).Json.GetProperty("items").EnumerateArray()];
    }

    [Theory]
    [InlineData("trap")]
    [InlineData("content_type")]
    [InlineData("max_pages")]
    [InlineData("job_ended")]
    [InlineData("worker_fault")]
    public async Task What_nobody_asked_for_has_a_sentence_too(string reason)
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId);
        var page = Rows.Page(job.Id, "/a", PageStatus.Skipped);
        (page.Reason, page.Message) = (reason, null);
        db.AddRange(job, page);
        await db.SaveChangesAsync();

        var error = (await client.GetAsync($"/api/jobs/{job.Id}/pages")).Json.GetProperty("items")[0].GetProperty("error");

        Assert.EndsWith(".", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_listed_once_each_in_the_order_of_discovery()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var (job, other) = (Rows.Job(client.UserId), Rows.Job(client.UserId));
        db.AddRange(job, other);
        foreach (var i in Enumerable.Range(0, 25))
        {
            db.AddRange(Rows.Page(job.Id, $"/{i}"), Rows.Page(other.Id, $"/{i}"));
            await db.SaveChangesAsync();
        }

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await client.GetAsync($"/api/jobs/{job.Id}/pages?limit=10{(cursor is null ? "" : $"&after={cursor}")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("url").GetString()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"http://93.184.216.34/{i}"), seen);
    }
}
