using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>
/// While a site is crawled, every service is killed with -9 twice at random moments and the broker is restarted twice; in the
/// end nobody can tell. <c>make chaos</c> does it with 3,000 pages; <c>TRAWL_CHAOS_SEED</c> repeats a run, <c>TRAWL_CHAOS_PAGES</c> sets the size.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(8);

    private readonly ClusterDeployment _cluster = new(["Api", "Crawler", "Crawler", "Embedder", "Notifier"], new Dictionary<string, string>());

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    [Trait("Seed", "S4.21")]
    [Trait("Seed", "S4.22")]
    public async Task Whatever_is_killed_while_it_is_crawled_a_site_is_stored_whole_and_once()
    {
        var pages = Setting("TRAWL_CHAOS_PAGES") ?? 1000;
        var seed = Setting("TRAWL_CHAOS_SEED") ?? Random.Shared.Next();
        output.WriteLine($"TRAWL_CHAOS_SEED={seed} TRAWL_CHAOS_PAGES={pages}");
        var audit = new LeaseAudit(_cluster.Database);
        await audit.BeginAsync();
        await using var site = await ChaosSite.StartAsync(pages, TimeSpan.FromMilliseconds(100));
        using var api = new ApiClient(_cluster.Api);
        var id = await api.SubmitAsync(site.Crawl());
        await using var watcher = Watcher.Start(_cluster.Notifier, id);
        var storm = new Storm(_cluster, new Random(seed), pages);

        await storm.RageAsync(() => site.Asked);
        var job = await api.EndOfAsync(id, Deadline);
        await watcher.EndAsync(Deadline);

        output.WriteLine(string.Join('\n', storm.Blows));
        await AssertStoredAsync(api, site, job);
        watcher.AssertComplete(job);
        await AssertAskedAsync(audit, site, storm.Blows);
        AssertEnough(storm.Blows);
    }

    private static async Task AssertStoredAsync(ApiClient api, ChaosSite site, JsonElement job)
    {
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.Equal(site.Stored, await api.StoredUrlsAsync(job));
        var id = job.GetProperty("id").GetString();
        Assert.Empty(await api.AllAsync($"/api/jobs/{id}/pages?status=failed"));
        var skipped = await api.AllAsync($"/api/jobs/{id}/pages?status=skipped");
        Assert.Equal(
            site.Skipped, skipped.Select(page => $"{page.GetProperty("url").GetString()} {page.GetProperty("error").GetProperty("code").GetString()}").Order(StringComparer.Ordinal));
        PipelineSpecification.AssertCountsAddUp(job, site.Stored.Length);
        Assert.Equal(site.Stored.Length + site.Skipped.Length, job.GetProperty("counts").GetProperty("total").GetInt32());
    }

    /// <summary>No page is asked for more often than its leases explain, and nothing that is stored is leased again.</summary>
    private async Task AssertAskedAsync(LeaseAudit audit, ChaosSite site, List<Blow> blows)
    {
        Assert.Empty(await audit.LeasedAfterTheEndAsync());
        var requests = site.Requests;
        var leases = (await audit.LeasesAsync()).ToLookup(lease => lease.Url);
        var allowed = leases.ToDictionary(of => of.Key, of => of.Sum(lease => lease.MayAsk(blows)));
        output.WriteLine(
            $"{requests.Count} pages, {requests.Values.Sum(times => times.Count) - requests.Count} asked for again, of {allowed.Values.Sum() - allowed.Count} that may have been; {requests.Values.Max(times => times.Count)} times at most.");
        Assert.Equal(site.Stored.Length + site.Skipped.Length, requests.Count);
        foreach (var (url, times) in requests)
            Assert.True(
                times.Count <= allowed.GetValueOrDefault(url),
                $"{url} was asked for at {string.Join(", ", times.Select(time => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)))}, may be {allowed.GetValueOrDefault(url)} times. Leased: {string.Join("; ", leases[url])}.");
    }

    private static void AssertEnough(List<Blow> blows)
    {
        var kills = blows.Where(blow => blow.Target != Blow.Broker).ToArray();
        Assert.True(kills.Length >= 10);
        Assert.All(kills.GroupBy(kill => kill.Target), service => Assert.True(service.Count() >= 2));
        Assert.Equal(2, blows.Count - kills.Length);
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
