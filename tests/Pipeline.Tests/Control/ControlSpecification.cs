using System.Net;
using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Control;

/// <summary>Stopping, holding and beginning again, with real workers and what they remember.</summary>
public abstract class ControlSpecification(IDeployment deployment) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly ApiClient _api = new(deployment.Api, $"user-{Guid.NewGuid():N}");

    public void Dispose()
    {
        _api.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_crawl_that_begins_again_right_after_its_cancel_is_not_hit_by_the_stop_and_ends_whole()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 120, latency: TimeSpan.FromMilliseconds(40));
        var id = await _api.SubmitAsync(site.SlowCrawl());
        await site.RequestsReachAsync(20, Deadline);
        await CommandAsync(id, "cancel");
        var cancelled = await _api.EndOfAsync(id, Deadline);
        var asked = site.Requests;
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
        Assert.InRange(Count(cancelled, "documents"), 1, 119);

        // Nobody worked on it any more when it said so: what was asked for since is this run's.
        await CommandAsync(id, "retry");
        var job = await _api.EndOfAsync(id, Deadline);

        Assert.Equal(("completed", 120, 0, 0), (job.GetProperty("status").GetString(), Count(job, "completed"), Count(job, "failed"), Count(job, "skipped")));
        Assert.Equal(site.Urls, await _api.StoredUrlsAsync(job));
        Assert.True(asked < 120 && site.Requests >= 120);
        var log = await _api.GetAsync($"/api/jobs/{id}/events");
        var seqs = log.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()).ToList();
        Assert.Equal(Enumerable.Range(1, seqs.Count).Select(i => (long)i), seqs);
    }

    [Fact]
    public async Task A_paused_crawl_asks_for_nothing_and_goes_on_where_it_was()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 80, latency: TimeSpan.FromMilliseconds(40));
        var id = await _api.SubmitAsync(site.SlowCrawl());
        await site.RequestsReachAsync(10, Deadline);
        Assert.Equal("paused", (await CommandAsync(id, "pause")).GetProperty("status").GetString());
        await Eventually.TrueAsync(async () => Count(await _api.GetAsync($"/api/jobs/{id}"), "processing") == 0, Deadline);
        var asked = site.Requests;

        // Another's whole life is long enough for a request to have been made.
        await using var other = await GeneratedSite.StartAsync(pages: 10, latency: TimeSpan.FromMilliseconds(40));
        await _api.EndOfAsync(await _api.SubmitAsync(other.Crawl()), Deadline);
        Assert.Equal(asked, site.Requests);

        await CommandAsync(id, "resume");
        var job = await _api.EndOfAsync(id, Deadline);
        Assert.Equal(("completed", 80), (job.GetProperty("status").GetString(), Count(job, "completed")));
        Assert.Equal(80, site.Requests);
    }

    private async Task<JsonElement> CommandAsync(string id, string command)
    {
        using var response = await _api.PostAsync($"/api/jobs/{id}/{command}");
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private static int Count(JsonElement job, string what) => job.GetProperty("counts").GetProperty(what).GetInt32();
}
