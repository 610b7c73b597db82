using System.Text.Json;

namespace Trawl.Pipeline.Tests.Contract.Rows;

/// <summary>Sources, documents, search.</summary>
internal static class KnowledgeRows
{
    public static IEnumerable<(string, Row)> All { get; } =
    [
        ("sources", new(["GET /api/sources", "GET /api/sources/{id}", "PATCH /api/sources/{id}", "DELETE /api/sources/{id}"], SourcesAsync)),
        ("refresh", new(["POST /api/sources/{id}/refresh"], RefreshAsync)),
        ("documents", new(["GET /api/sources/{id}/documents", "GET /api/documents/{id}"], DocumentsAsync)),
        ("search", new(["GET /api/search", "POST /api/search"], SearchAsync)),
        ("the short crawl", new(["POST /api/crawl"], CrawlAsync)),
    ];

    private static async Task SourcesAsync(Scene scene)
    {
        var source = $"/api/sources/{(await scene.DoneCrawlAsync()).GetProperty("sourceId").GetString()}";
        Assert.Single((await scene.Alice.GetAsync("/api/sources")).Is(200).Items);
        Assert.Equal("Mine", (await scene.Alice.PatchAsync(source, new { title = "Mine" })).Is(200).Json.GetProperty("title").GetString());
        var hourly = (await scene.Alice.PatchAsync(source, new { schedule = new { everyMinutes = 60 } })).Is(200).Json.GetProperty("schedule");
        Assert.Equal(60, hourly.GetProperty("everyMinutes").GetInt32());
        var nightly = (await scene.Alice.PatchAsync(source, new { schedule = new { cron = "0 3 * * *", timeZone = "Europe/Berlin" } })).Is(200).Json.GetProperty("schedule");
        Assert.Equal("0 3 * * *", nightly.GetProperty("cron").GetString());
        (await scene.Alice.PatchAsync(source, new { schedule = new { cron = "0 25 * * *" } })).Is(400);
        (await scene.Alice.PatchAsync(source, new { schedule = (object?)null })).Is(200);
        Assert.Equal(JsonValueKind.Null, (await scene.Alice.GetAsync(source)).Is(200).Json.GetProperty("schedule").ValueKind);
        (await scene.Alice.DeleteAsync(source)).Is(204);
        (await scene.Alice.GetAsync(source)).IsProblem(404, "not_found");
    }

    private static async Task RefreshAsync(Scene scene)
    {
        var source = (await scene.DoneCrawlAsync()).GetProperty("sourceId").GetString();
        var job = (await scene.Alice.PostAsync($"/api/sources/{source}/refresh")).Is(202).Json;
        Assert.Equal("refresh", job.GetProperty("type").GetString());
        var done = await scene.EndOfAsync(job.GetProperty("id").GetString()!);
        Assert.Equal(5, done.GetProperty("counts").GetProperty("unchanged").GetInt32());
    }

    private static async Task DocumentsAsync(Scene scene)
    {
        var source = (await scene.DoneCrawlAsync()).GetProperty("sourceId").GetString();
        var documents = (await scene.Alice.GetAsync($"/api/sources/{source}/documents")).Is(200).Items;
        Assert.Equal(5, documents.Length);
        Scene.Has(documents[0], "id", "sourceId", "url", "title", "language", "contentHash", "fetchedAt", "chunks");
        var path = $"/api/documents/{documents[0].GetProperty("id").GetString()}";
        var markdown = (await scene.Alice.GetAsync(path)).Is(200).Json.GetProperty("markdown").GetString();
        Assert.Equal(markdown, (await scene.Alice.GetAsync($"{path}?format=markdown")).Is(200).Text);
    }

    private static async Task SearchAsync(Scene scene)
    {
        var source = (await scene.DoneCrawlAsync()).GetProperty("sourceId").GetString();
        foreach (var mode in (string[])["hybrid", "semantic", "keyword"])
        {
            var found = (await scene.Alice.GetAsync($"/api/search?q=page3word&mode={mode}&sourceId={source}&limit=3")).Is(200).Items;
            Scene.Has(found[0], "documentId", "url", "title", "chunk", "score", "highlights");
            Assert.EndsWith("/p/3", found[0].GetProperty("url").GetString());
        }

        Assert.NotEmpty((await scene.Alice.PostAsync("/api/search", new { q = "page3word", sourceId = source, mode = "keyword" })).Is(200).Items);
    }

    private static async Task CrawlAsync(Scene scene)
    {
        var site = await scene.SiteAsync();
        var accepted = (await scene.Alice.PostAsync("/api/crawl", new { url = site.Urls[0] })).Json;
        Scene.Has(accepted, "jobId", "progressId", "url", "status");
        Assert.Equal("completed", (await scene.EndOfAsync(accepted.GetProperty("jobId").GetString()!)).GetProperty("status").GetString());
    }
}
