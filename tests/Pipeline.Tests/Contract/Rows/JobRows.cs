using System.Text.Json;

namespace Trawl.Pipeline.Tests.Contract.Rows;

/// <summary>Jobs: submitting, looking, stopping.</summary>
internal static class JobRows
{
    private static readonly string[] JobFields =
    [
        "id", "type", "status", "stage", "progress", "userId", "sourceId", "priority", "tags", "createdAt", "startedAt", "finishedAt", "counts", "queue", "slowedBy",
        "ratePerSecond", "etaSeconds", "models", "clarifications", "result", "error", "seq", "version", "options",
    ];

    private static readonly string[] CountFields =
        ["total", "totalIsEstimate", "completed", "processing", "pending", "failed", "skipped", "unchanged", "documents", "chunks", "embedded"];

    private static readonly string[] Mine = ["mine"];

    public static IEnumerable<(string, Row)> All { get; } =
    [
        ("submit", new(["POST /api/jobs", "GET /api/jobs/{id}"], SubmitAsync)),
        ("list jobs", new(["GET /api/jobs"], ListAsync)),
        ("cancel", new(["POST /api/jobs/{id}/cancel"], CancelAsync)),
        ("pause and resume", new(["POST /api/jobs/{id}/pause", "POST /api/jobs/{id}/resume"], PauseAsync)),
        ("retry", new(["POST /api/jobs/{id}/retry", "GET /api/jobs/{id}/pages"], RetryAsync)),
        ("change the priority", new(["PATCH /api/jobs/{id}"], PriorityAsync)),
        ("delete a job", new(["DELETE /api/jobs/{id}"], DeleteAsync)),
        ("long poll", new(["GET /api/jobs/{id}/events"], EventsAsync)),
        ("poll of a channel", new(["GET /api/events"], ChannelEventsAsync)),
    ];

    private static async Task SubmitAsync(Scene scene)
    {
        var site = await scene.SiteAsync();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var accepted = (await scene.Alice.PostAsync("/api/jobs", site.Crawl(), key)).Is(202);
        Scene.Has(accepted.Json, JobFields);
        Scene.Has(accepted.Json.GetProperty("counts"), CountFields);
        var id = accepted.Json.GetProperty("id").GetString()!;
        Assert.EndsWith($"/api/jobs/{id}", accepted.Location);
        var again = (await scene.Alice.PostAsync("/api/jobs", site.Crawl(), key)).Is(202);
        Assert.Equal(id, again.Json.GetProperty("id").GetString());
        (await scene.Alice.PostAsync("/api/jobs", new { url = site.Urls[1] }, key)).Is(422);

        var done = await scene.EndOfAsync(id);
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Scene.Has(done.GetProperty("result"), "documents", "chunks", "failed", "skipped", "unchanged", "durationMs", "models");
        var known = (await scene.Alice.GetAsync($"/api/jobs/{id}")).Is(200);
        Assert.NotNull(known.ETag);
        (await scene.Alice.GetAsync($"/api/jobs/{id}", ("If-None-Match", known.ETag))).Is(304);
        (await scene.Alice.GetAsync($"/api/jobs/{Guid.NewGuid()}")).IsProblem(404, "not_found");
        (await scene.Alice.PostAsync("/api/jobs", new { url = "ftp://example.com/" })).Is(400);
    }

    private static async Task ListAsync(Scene scene)
    {
        var job = await scene.DoneCrawlAsync();
        var custom = await scene.CustomJobAsync(new { type = "custom", title = "Other", tags = Mine });
        Assert.Equal(2, (await scene.Alice.GetAsync("/api/jobs")).Is(200).Items.Length);
        Assert.Equal(custom.Id, IdOf(await scene.Alice.GetAsync("/api/jobs?tag=mine")));
        Assert.Equal(custom.Id, IdOf(await scene.Alice.GetAsync("/api/jobs?type=custom")));
        Assert.Equal(custom.Id, IdOf(await scene.Alice.GetAsync("/api/jobs?status=running")));
        Assert.Equal(job.GetProperty("id").GetString(), IdOf(await scene.Alice.GetAsync($"/api/jobs?sourceId={job.GetProperty("sourceId").GetString()}")));
        var first = (await scene.Alice.GetAsync("/api/jobs?limit=1")).Is(200);
        var rest = (await scene.Alice.GetAsync($"/api/jobs?limit=1&after={first.Json.GetProperty("next").GetString()}")).Is(200);
        Assert.Equal([custom.Id, job.GetProperty("id").GetString()!], [IdOf(first), IdOf(rest)]);

        static string IdOf(RestAnswer answer) => Assert.Single(answer.Is(200).Items).GetProperty("id").GetString()!;
    }

    private static async Task CancelAsync(Scene scene)
    {
        var id = await scene.LongCrawlAsync();
        Assert.Contains((await scene.Alice.PostAsync($"/api/jobs/{id}/cancel")).Is(200).Json.GetProperty("status").GetString(), (string[])["cancelling", "cancelled"]);
        var job = await scene.EndOfAsync(id);
        Assert.Equal("cancelled", job.GetProperty("status").GetString());
        (await scene.Alice.PostAsync($"/api/jobs/{id}/cancel")).IsProblem(409, "invalid_status");
    }

    private static async Task PauseAsync(Scene scene)
    {
        var id = await scene.LongCrawlAsync();
        Assert.Equal("paused", (await scene.Alice.PostAsync($"/api/jobs/{id}/pause")).Is(200).Json.GetProperty("status").GetString());
        (await scene.Alice.PatchAsync($"/api/jobs/{id}", new { priority = "high" })).IsProblem(409, "invalid_status");
        Assert.Equal("running", (await scene.Alice.PostAsync($"/api/jobs/{id}/resume")).Is(200).Json.GetProperty("status").GetString());
        (await scene.Alice.PostAsync($"/api/jobs/{id}/resume")).IsProblem(409, "invalid_status");
        (await scene.Alice.PostAsync($"/api/jobs/{id}/retry")).IsProblem(409, "invalid_status");
    }

    private static async Task RetryAsync(Scene scene)
    {
        var site = await scene.BareSiteAsync();
        site.Page("/", "Home", "<p>Home</p><a href=\"/broken\">broken</a>");
        site.Respond("/broken", context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        var id = await scene.SubmitAsync(new { url = site.Address });
        Assert.Equal(1, (await scene.EndOfAsync(id)).GetProperty("counts").GetProperty("failed").GetInt32());
        var failed = Assert.Single((await scene.Alice.GetAsync($"/api/jobs/{id}/pages?status=failed")).Is(200).Items);
        Scene.Has(failed, "url", "status", "httpStatus", "depth", "documentId", "error", "durationMs");

        site.Page("/broken", "Mended", "<p>Mended</p>");
        var again = (await scene.Alice.PostAsync($"/api/jobs/{id}/retry")).Is(200).Json;
        Assert.Contains(again.GetProperty("status").GetString(), (string[])["queued", "running"]);
        var done = await scene.EndOfAsync(id);
        Assert.Equal(("completed", 0, 2), (
            done.GetProperty("status").GetString(), done.GetProperty("counts").GetProperty("failed").GetInt32(), done.GetProperty("counts").GetProperty("documents").GetInt32()));
        (await scene.Alice.PostAsync($"/api/jobs/{id}/retry")).IsProblem(409, "nothing_to_retry");
    }

    private static async Task PriorityAsync(Scene scene)
    {
        var id = await scene.LongCrawlAsync();
        Assert.Equal("high", (await scene.Alice.PatchAsync($"/api/jobs/{id}", new { priority = "high" })).Is(200).Json.GetProperty("priority").GetString());
        (await scene.Alice.PatchAsync($"/api/jobs/{id}", new { priority = "highest" })).Is(400);
        (await scene.Alice.PatchAsync($"/api/jobs/{id}", new { title = "no" })).Is(400);
    }

    private static async Task DeleteAsync(Scene scene)
    {
        var running = await scene.LongCrawlAsync();
        (await scene.Alice.DeleteAsync($"/api/jobs/{running}")).IsProblem(409, "invalid_status");
        var id = (await scene.DoneCrawlAsync()).GetProperty("id").GetString();
        (await scene.Alice.DeleteAsync($"/api/jobs/{id}")).Is(204);
        (await scene.Alice.GetAsync($"/api/jobs/{id}")).IsProblem(404, "not_found");
    }

    private static async Task EventsAsync(Scene scene)
    {
        var custom = await scene.CustomJobAsync();
        var now = (await scene.Alice.GetAsync($"/api/jobs/{custom.Id}/events?after=0")).Is(200).Json;
        Scene.Has(now, "job", "events", "seq");
        var seq = now.GetProperty("seq").GetInt64();
        var polled = scene.Alice.GetAsync($"/api/jobs/{custom.Id}/events?after={seq}&wait=30");
        (await scene.ReportAsync(custom, "progress", new { stage = "crawling" })).Is(202);
        var next = (await polled).Is(200).Json.GetProperty("events").EnumerateArray().Single();
        Assert.Equal(("stage", seq + 1), (Line.TypeOf(next), next.GetProperty("seq").GetInt64()));
        Assert.Equal(JsonValueKind.Object, next.GetProperty("data").ValueKind);
    }

    private static async Task ChannelEventsAsync(Scene scene)
    {
        var custom = await scene.CustomJobAsync();
        var now = (await scene.Alice.GetAsync($"/api/events?channel=job:{custom.Id}")).Is(200).Json;
        Scene.Has(now, "channel", "events", "seq", "recovered", "snapshot");
        Scene.Has(now.GetProperty("snapshot"), JobFields);
        var seq = now.GetProperty("seq").GetInt64();
        var polled = scene.Alice.GetAsync($"/api/events?channel=job:{custom.Id}&after={seq}&wait=30");
        (await scene.ReportAsync(custom, "progress", new { stage = "crawling" })).Is(202);
        var next = (await polled).Is(200).Json.GetProperty("events").EnumerateArray().Single();
        Assert.Equal(("stage", seq + 1), (Line.TypeOf(next), next.GetProperty("seq").GetInt64()));
        Assert.Equal(JsonValueKind.Null, (await scene.Alice.GetAsync($"/api/events?channel=user:{scene.Alice.User}")).Is(200).Json.GetProperty("snapshot").ValueKind);
    }
}
