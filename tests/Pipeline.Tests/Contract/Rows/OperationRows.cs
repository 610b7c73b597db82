namespace Trawl.Pipeline.Tests.Contract.Rows;

/// <summary>What keeps it running: the queue, the workers, health, metrics.</summary>
internal static class OperationRows
{
    public static IEnumerable<(string, Row)> All { get; } =
    [
        ("queue", new(["GET /api/queue"], QueueAsync)),
        ("workers", new(["GET /api/workers"], WorkersAsync)),
        ("stats", new(["GET /api/stats"], async scene => Scene.Has((await scene.Alice.GetAsync("/api/stats")).Is(200).Json, "sources"))),
        ("me", new(["GET /api/me"], async scene => Assert.Equal(scene.Alice.User, (await scene.Alice.GetAsync("/api/me")).Is(200).Json.GetProperty("userId").GetString()))),
        ("health and metrics", new([], HealthAsync)),
    ];

    private static async Task QueueAsync(Scene scene)
    {
        var capacity = (await scene.Alice.GetAsync("/api/queue")).Is(200).Json.GetProperty("capacity").GetInt32();
        var site = await scene.SiteAsync(pages: 400, latencyMs: 200);
        for (var i = 0; i < capacity + 2; i++)
            await scene.SubmitAsync(site.SlowCrawl());
        await Trawl.TestSupport.Eventually.TrueAsync(
            async () => (await scene.Alice.GetAsync("/api/queue")).Is(200).Items.Select(job => job.GetProperty("position").GetInt32()).SequenceEqual([1, 2]), Scene.Deadline);
        var queue = (await scene.Alice.GetAsync("/api/queue")).Is(200).Json;
        Scene.Has(queue, "items", "next", "running", "capacity", "waits");
        Scene.Has(queue.GetProperty("items")[0], "jobId", "position", "estimatedWaitSeconds", "estimatedWaitP90Seconds");
        Scene.Has(queue.GetProperty("waits").GetProperty("lastHour").GetProperty("normal"), "averageSeconds", "p50Seconds", "p95Seconds");
        Scene.Has(queue.GetProperty("waits").GetProperty("lastDay"), "low", "normal", "high");
    }

    private static async Task WorkersAsync(Scene scene)
    {
        var workers = (await scene.Alice.GetAsync("/api/workers")).Is(200).Items;
        Assert.Equal(["crawler", "embedder"], workers.Select(worker => worker.GetProperty("kind").GetString()!).Distinct().Order());
        Scene.Has(workers[0], "id", "kind", "slots", "busy", "lastSeen", "version");
    }

    private static async Task HealthAsync(Scene scene)
    {
        foreach (var service in (Uri[])[scene.Deployment.Api, .. scene.Deployment.Notifiers])
        {
            var rest = new Rest(service, "probe");
            foreach (var path in (string[])["/health", "/health/live", "/health/ready"])
                (await rest.GetAsync(path)).Is(200);
            Assert.Contains("# TYPE", (await rest.GetAsync("/metrics")).Is(200).Text);
        }
    }
}
