using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Tests.Queue;

[Collection(RestCollection.Name)]
public sealed class OperationTests(RestHost host)
{
    [Fact]
    [Trait("Seed", "S1.33")]
    public async Task The_queue_tells_places_capacity_and_waits()
    {
        var client = host.NewUser();
        await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""");
        var queue = (await client.GetAsync("/api/queue")).Json;
        var item = Assert.Single(queue.GetProperty("items").EnumerateArray());
        Assert.True(item.GetProperty("position").GetInt32() >= 1);
        Assert.True(queue.GetProperty("queued").GetInt32() >= 1);
        Assert.True(queue.GetProperty("capacity").GetInt32() >= 0);
        foreach (var span in new[] { "lastHour", "lastDay" })
            foreach (var priority in new[] { "low", "normal", "high" })
                Assert.True(queue.GetProperty("waits").GetProperty(span).GetProperty(priority).TryGetProperty("p95Seconds", out _));
    }

    [Fact]
    public async Task Waits_are_measured_from_jobs_that_began()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId);
        job.Priority = JobPriority.Low;
        job.CreatedAt = job.QueuedAt = DateTimeOffset.UtcNow.AddMinutes(-10);
        job.StartedAt = job.CreatedAt.AddSeconds(90);
        db.Add(job);
        await db.SaveChangesAsync();
        var low = (await client.GetAsync("/api/queue")).Json.GetProperty("waits").GetProperty("lastHour").GetProperty("low");
        Assert.Equal((1, 90.0, 90.0), (low.GetProperty("jobs").GetInt32(), low.GetProperty("averageSeconds").GetDouble(), low.GetProperty("p50Seconds").GetDouble()));
    }

    [Fact]
    public async Task Workers_are_paged_as_every_list()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var now = DateTimeOffset.UtcNow;
        string[] ids = ["paged-a", "paged-b", "paged-ü"];
        foreach (var id in ids)
        {
            db.Add(new Worker
            {
                Id = id, Kind = WorkerKind.Crawler, Slots = 1, Busy = 0, Version = "1", StartedAt = now, LastSeen = now.AddMinutes(5), Models = JsonDocument.Parse("[]"),
            });
        }

        await db.SaveChangesAsync();
        var live = (LiveWorkers)host.Services.GetService(typeof(LiveWorkers))!;
        live.Forget();
        try
        {
            var seen = new List<string>();
            for (var after = ""; after is not null;)
            {
                var page = (await client.GetAsync($"/api/workers?limit=1{after}")).Json;
                seen.Add(Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("id").GetString()!);
                after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
            }

            Assert.Equal(ids, seen.Where(id => id.StartsWith("paged-", StringComparison.Ordinal)));
            foreach (var query in (string[])["limit=0", "limit=201", "after=garbage"])
                Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await client.GetAsync($"/api/workers?{query}")).Status);
        }
        finally
        {
            await db.Workers.Where(worker => ids.Contains(worker.Id)).ExecuteDeleteAsync();
            live.Forget();
        }
    }

    [Fact]
    public async Task Live_workers_are_listed_and_their_models_may_be_named()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var now = DateTimeOffset.UtcNow;
        db.Add(new Worker
        {
            Id = "test-embedder", Kind = WorkerKind.Embedder, Slots = 3, Busy = 1, Version = "1", StartedAt = now, LastSeen = now.AddMinutes(5),
            Models = JsonDocument.Parse("""[{"name":"minilm","provider":"openai","dimensions":384}]"""),
        });
        db.Add(new Worker
        {
            Id = "test-gone", Kind = WorkerKind.Embedder, Slots = 3, Busy = 1, Version = "1", StartedAt = now, LastSeen = now.AddMinutes(-5),
            Models = JsonDocument.Parse("[]"),
        });
        await db.SaveChangesAsync();
        ((LiveWorkers)host.Services.GetService(typeof(LiveWorkers))!).Forget();

        var worker = Assert.Single((await client.GetAsync("/api/workers")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("test-embedder", "embedder", 3), (worker.GetProperty("id").GetString(), worker.GetProperty("kind").GetString(), worker.GetProperty("slots").GetInt32()));
        var job = await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","models":["minilm","hashing-384"]}""");
        Assert.Equal(System.Net.HttpStatusCode.Accepted, job.Status);
        var stats = (await client.GetAsync("/api/stats")).Json;
        Assert.Equal((1, 3), (stats.GetProperty("embedders").GetProperty("count").GetInt32(), stats.GetProperty("embedders").GetProperty("slots").GetInt32()));
        Assert.Equal(1, stats.GetProperty("jobs").GetProperty("queued").GetInt32());
    }
}
