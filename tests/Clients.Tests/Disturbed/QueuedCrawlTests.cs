using System.Net.Http.Json;
using System.Text.Json;
using Trawl.Clients.Tests.Server;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Disturbed;

/// <summary>A real crawl, which has to wait for others first.</summary>
[Collection(LiveServers.Name)]
public sealed class QueuedCrawlTests(LiveServer server)
{
    [Fact]
    [Trait("Seed", "S1.6")]
    [Trait("Seed", "S1.7")]
    [Trait("Seed", "S2.1")]
    [Trait("Seed", "S2.18")]
    public async Task Every_client_sees_a_crawl_from_its_place_in_the_queue_to_its_end()
    {
        await using var busy = await TestSite.StartAsync("127.0.0.2");
        await using var site = await TestSite.StartAsync("127.0.0.3");
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        busy.Respond("/", async context =>
        {
            await release.Task;
            context.Response.StatusCode = 404;
        });
        site.Page("/", "Front", "<p>The front page.</p><a href=\"/a\">A</a> <a href=\"/b\">B</a> <a href=\"/gone\">Gone</a>");
        site.Page("/a", "A", "<p>All about A.</p>");
        site.Page("/b", "B", "<p>All about B.</p>");

        using var http = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "X-User-Id", "queueing" } } };
        await CrawlAsync(http, busy.Address);
        var second = await CrawlAsync(http, new Uri(busy.Address, "/second"));
        var third = await CrawlAsync(http, site.Address);
        await using var clients = await AllClients.StartAsync(server.Address, "queueing", third);
        foreach (var client in clients.SocketIo.Values)
        {
            var place = await client.SeesAsync("queue:position", e => e.GetProperty("position").GetInt32() == 2);
            Assert.Equal(2, place.GetProperty("total").GetInt32());
            Assert.True(place.TryGetProperty("estimatedWaitTime", out _));
        }

        using var cancelled = await http.PostAsync($"/api/jobs/{second}/cancel", null);
        foreach (var client in clients.SocketIo.Values)
            await client.SeesAsync("queue:position", e => e.GetProperty("position").GetInt32() == 1 && e.GetProperty("total").GetInt32() == 1);
        foreach (var client in clients.Others.Values)
            await client.SeesAsync("queue_position", third, e => e.GetProperty("data").GetProperty("position").GetInt32() == 1);
        release.SetResult();

        await clients.SeeAsync("started", third);
        await clients.SeeAsync("model_result", third);
        await clients.SeeAsync("completed", third);
        foreach (var client in clients.SocketIo.Values)
        {
            var result = await client.SeesAsync("model_result", third, e => e.GetProperty("status").GetString() == "completed");
            Assert.Equal("hashing-384", result.GetProperty("modelName").GetString());
            Assert.Equal(3, (await client.SeesAsync("completed")).GetProperty("result").GetProperty("documents").GetInt32());
            var last = await client.SeesAsync("progress", third, e => e.GetProperty("status").GetString() == "COMPLETED");
            Assert.Equal(4, last.GetProperty("prompts").GetProperty("total").GetInt32());
            Assert.Equal(1, last.GetProperty("prompts").GetProperty("failed").GetInt32());
        }

        var log = await http.GetFromJsonAsync<JsonElement>($"/api/jobs/{third}/events?after=0");
        clients.AssertWholeLog([.. log.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()!)]);
    }

    private static async Task<string> CrawlAsync(HttpClient http, Uri url)
    {
        using var answer = await http.PostAsJsonAsync("/api/jobs", new { type = "crawl", url, respectRobots = false, useSitemap = false });
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }
}
