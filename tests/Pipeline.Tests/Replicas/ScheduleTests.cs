using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Replicas;

/// <summary>Issue 5's sixth: schedules fire once, also when a replica dies while it fires them.</summary>
[Collection(ReplicasCollection.Name)]
public sealed class ScheduleTests(ThreeReplicas replicas)
{
    private const string User = "gardener";
    private const int Sources = 12;

    [Fact]
    [Trait("Seed", "S4.25")]
    [Trait("Seed", "S4.26")]
    public async Task Each_due_run_is_one_refresh_whichever_replica_makes_it_and_whichever_dies()
    {
        await using var site = await GeneratedSite.StartAsync(Sources, TimeSpan.Zero);
        using var api = replicas.Client("api", User);
        var sources = await CrawlAsync(api, site);
        foreach (var (i, source) in sources.Index())
            await ScheduleAsync(ThreeReplicas.Apis[i % 3], source);
        await using var database = NpgsqlDataSource.Create(replicas.Cluster.Database);
        await using (var late = database.CreateCommand("update sources set next_run_at = now() - interval '150 minutes' where next_run_at is not null"))
            Assert.Equal(Sources, await late.ExecuteNonQueryAsync());
        await replicas.Cluster.KillAsync("api2");

        await Eventually.TrueAsync(async () => (await RefreshesAsync(api)).Count(IsOver) >= Sources, ThreeReplicas.Deadline);
        await replicas.Cluster.StartAsync("api2");
        await Eventually.TrueAsync(async () => !(await api.AllAsync("/api/sources")).Exists(source => Next(source) < DateTimeOffset.UtcNow), ThreeReplicas.Deadline);
        var refreshes = await RefreshesAsync(api);
        Assert.Equal(sources.Order(), refreshes.Select(job => job.GetProperty("sourceId").GetString()!).Order());
        Assert.All(refreshes, job => Assert.Equal(("completed", "scheduled"), (job.GetProperty("status").GetString(), job.GetProperty("tags")[0].GetString())));
        // Half an hour after the last that was missed, to the second.
        Assert.All(await api.AllAsync("/api/sources"), source => Assert.InRange(Next(source), DateTimeOffset.UtcNow.AddMinutes(25), DateTimeOffset.UtcNow.AddMinutes(30)));
        await replicas.Audit.AssertOneAtATimeAsync();
    }

    private static async Task<List<string>> CrawlAsync(ApiClient api, GeneratedSite site)
    {
        var ids = new List<string>();
        foreach (var url in site.Urls)
            ids.Add(await api.SubmitAsync(new { type = "crawl", url, scope = "list" }));
        var sources = new List<string>();
        foreach (var id in ids)
            sources.Add((await api.EndOfAsync(id, ThreeReplicas.Deadline)).GetProperty("sourceId").GetString()!);
        return sources;
    }

    private async Task ScheduleAsync(string replica, string source)
    {
        using var http = new HttpClient { BaseAddress = replicas.Cluster.AddressOf(replica), DefaultRequestHeaders = { { "X-User-Id", User } } };
        using var answer = await http.PatchAsJsonAsync($"/api/sources/{source}", new { schedule = new { everyMinutes = 60 } });
        answer.EnsureSuccessStatusCode();
    }

    private static Task<List<JsonElement>> RefreshesAsync(ApiClient api) => api.AllAsync("/api/jobs?type=refresh");

    private static bool IsOver(JsonElement job) => job.GetProperty("status").GetString() is "completed" or "failed";

    private static DateTimeOffset Next(JsonElement source) => source.GetProperty("nextRunAt").GetDateTimeOffset();
}
