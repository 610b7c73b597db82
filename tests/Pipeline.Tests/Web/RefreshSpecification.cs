using System.Net;
using System.Text.Json;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web;

/// <summary>A source that is looked at again: what is asked, what is kept, what goes. Holds on any deployment.</summary>
public abstract class RefreshSpecification(IDeployment deployment, string user) : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly ApiClient _api = new(deployment.Api, user);
    private ChangingSite _site = null!;

    public async Task InitializeAsync() => _site = await ChangingSite.StartAsync();

    [Fact]
    public async Task A_refresh_of_an_unchanged_source_transfers_and_embeds_nothing()
    {
        var first = await CrawlAsync();
        _site.Host.ForgetLog();

        var refresh = await RefreshAsync(first);

        AssertResult(refresh, ("unchanged", ChangingSite.Pages), ("changed", 0), ("added", 0), ("gone", 0), ("failed", 0));
        Assert.All(_site.Host.Log.Where(request => request.Target is not (WebHost.RobotsTxt or "/sitemap.xml")), request => Assert.Equal(304, request.Status));
        Assert.All(refresh.GetProperty("models").EnumerateArray(), model => Assert.Equal(0, model.GetProperty("durationMs").GetInt64()));
        Assert.Equal(await StoredAsync(first), await StoredAsync(refresh));
    }

    [Fact]
    public async Task Refreshes_tell_what_changed_and_drop_what_was_gone_twice_and_nothing_for_a_passing_error()
    {
        var first = await CrawlAsync();
        var before = await StoredAsync(first);
        Assert.Equal(ChangingSite.Pages, before.Count);
        _site.Change();

        // Root and /changes say something else; /new is there; the five that went are given another chance, those that fail more than that.
        var once = await RefreshAsync(first);
        AssertResult(once, ("changed", 2), ("added", 1), ("gone", 0), ("unchanged", ChangingSite.Pages - 2 - 5 - 2));
        var after = await StoredAsync(once);
        Assert.Equal(before.Keys.Append(_site.Url("/new")).Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before.Where(document => !document.Key.EndsWith("/changes", StringComparison.Ordinal) && document.Key != _site.Url("/")), document => Assert.Equal(document.Value, after[document.Key]));

        var twice = await RefreshAsync(first);
        AssertResult(twice, ("changed", 0), ("added", 0), ("gone", 5));
        string[] gone = [.. ((string[])["/missing", "/gone", "/unlisted", "/moves", "/same-as"]).Select(_site.Url)];
        Assert.Equal(after.Keys.Except(gone).Order(StringComparer.Ordinal), (await StoredAsync(twice)).Keys.Order(StringComparer.Ordinal));

        // What failed twice was never dropped, and is as it was; what comes back is new.
        _site.Heal();
        _site.Host.Page("/missing");
        var healed = await RefreshAsync(first);
        AssertResult(healed, ("changed", 0), ("added", 1), ("gone", 0), ("failed", 1));
        var last = await StoredAsync(healed);
        foreach (var target in (string[])["/fails", "/breaks", "/forgotten"])
            Assert.Equal(before[_site.Url(target)], last[_site.Url(target)]);
    }

    [Fact]
    public async Task A_source_that_was_deleted_and_is_crawled_again_starts_afresh()
    {
        var first = await CrawlAsync();
        var before = await StoredAsync(first);
        using var answer = await _api.DeleteAsync($"/api/sources/{SourceOf(first)}");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        _site.Host.ForgetLog();

        var second = await CrawlAsync();

        Assert.NotEqual(SourceOf(first), SourceOf(second));
        Assert.DoesNotContain(_site.Host.Log, request => request.Conditional);
        Assert.Equal(0, second.GetProperty("counts").GetProperty("unchanged").GetInt32());
        var after = await StoredAsync(second);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(before.Values.Intersect(after.Values));
        var found = await _api.GetAsync($"/api/search?q=page+has+to+say&mode=keyword&limit=50&sourceId={SourceOf(second)}");
        Assert.All(found.GetProperty("items").EnumerateArray(), item => Assert.Contains(after.Values, id => id.StartsWith(item.GetProperty("documentId").GetString()!, StringComparison.Ordinal)));
        Assert.NotEmpty(found.GetProperty("items").EnumerateArray());
    }

    private async Task<JsonElement> CrawlAsync() => await CompletedAsync(await _api.SubmitAsync(_site.Crawl()));

    private async Task<JsonElement> RefreshAsync(JsonElement job) =>
        await CompletedAsync((await _api.AcceptedAsync($"/api/sources/{SourceOf(job)}/refresh", new { })).GetProperty("id").GetString()!);

    private async Task<JsonElement> CompletedAsync(string jobId)
    {
        var job = await _api.EndOfAsync(jobId, Deadline);
        Assert.True(job.GetProperty("status").GetString() == "completed", job.ToString());
        return job;
    }

    /// <summary>URL to id and content of each document.</summary>
    private async Task<Dictionary<string, string>> StoredAsync(JsonElement job) =>
        (await _api.AllAsync($"/api/sources/{SourceOf(job)}/documents"))
            .ToDictionary(document => document.GetProperty("url").GetString()!, document => $"{document.GetProperty("id").GetString()} {document.GetProperty("contentHash").GetString()}");

    private static string SourceOf(JsonElement job) => job.GetProperty("sourceId").GetString()!;

    private static void AssertResult(JsonElement job, params (string Name, int Count)[] wanted)
    {
        var result = job.GetProperty("result");
        Assert.Equal(wanted, wanted.Select(want => (want.Name, result.GetProperty(want.Name).GetInt32())));
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _site.DisposeAsync();
    }
}
