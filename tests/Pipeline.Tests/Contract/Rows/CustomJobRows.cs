using System.Text.Json;
using Trawl.TestSupport;

namespace Trawl.Pipeline.Tests.Contract.Rows;

/// <summary>Work of another program: what it reports, and what it asks.</summary>
internal static class CustomJobRows
{
    private static readonly string[] Choices = ["a", "b"];

    public static IEnumerable<(string, Row)> All { get; } =
    [
        ("reports", new(["POST /api/jobs/{id}/progress", "POST /api/jobs/{id}/events", "POST /api/jobs/{id}/model-results", "POST /api/jobs/{id}/complete"], ReportsAsync)),
        ("a report of failure", new(["POST /api/jobs/{id}/fail"], FailAsync)),
        ("questions", new(["POST /api/jobs/{id}/clarifications", "POST /api/jobs/{id}/clarifications/{clarificationId}/answer"], QuestionsAsync)),
        ("the wizard's names", new(["GET /api/wizard/session/{jobId}", "POST /api/wizard/clarifications/respond"], WizardAsync)),
    ];

    private static async Task ReportsAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        (await scene.ReportAsync(job, "progress", new[] { new { completed = 3 }, new { completed = 5 } })).Is(202);
        (await scene.ReportAsync(job, "events", new { type = "sync:progress", data = new { stage = "syncing", progress = 50 } })).Is(202);
        (await scene.ReportAsync(job, "model-results", new { model = "llama3.1:8b", provider = "ollama", status = "completed", durationMs = 5, result = "text" })).Is(202);
        (await scene.ReportAsync(job, "progress", new { completed = -1 })).Is(400);
        (await scene.ReportAsync((job.Id, "no-token"), "progress", new { completed = 6 })).Is(404);
        var running = (await scene.Alice.GetAsync($"/api/jobs/{job.Id}")).Is(200).Json;
        Assert.Equal(("running", 5), (running.GetProperty("status").GetString(), running.GetProperty("counts").GetProperty("completed").GetInt32()));
        (await scene.ReportAsync(job, "complete", new { result = new { files = 10 } })).Is(202);
        var done = await scene.EndOfAsync(job.Id);
        Assert.Equal(("completed", 100, 10), (
            done.GetProperty("status").GetString(), done.GetProperty("progress").GetDouble(), done.GetProperty("result").GetProperty("files").GetInt32()));
        (await scene.ReportAsync(job, "progress", new { completed = 6 })).Is(409);
    }

    private static async Task FailAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        (await scene.ReportAsync(job, "fail", new { error = new { code = "disk_full", message = "No room." } })).Is(202);
        var error = (await scene.StatusAsync(job.Id, "failed")).GetProperty("error");
        Assert.Equal("disk_full", error.GetProperty("code").GetString());
    }

    private static async Task QuestionsAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        (await scene.ReportAsync(job, "clarifications", new { question = "Which one?", options = Choices, @default = "a", expiresInSeconds = 3600 })).Is(202);
        var asked = Assert.Single((await scene.StatusAsync(job.Id, "waiting")).GetProperty("clarifications").EnumerateArray());
        Scene.Has(asked, "id", "question", "options", "status", "expiresAt", "answer");
        Assert.Equal("pending", asked.GetProperty("status").GetString());
        var answer = $"/api/jobs/{job.Id}/clarifications/{asked.GetProperty("id").GetString()}/answer";
        (await scene.Alice.PostAsync(answer, new { answer = "c" })).Is(400);
        (await scene.Alice.PostAsync(answer, new { answer = "b" })).Is(200);
        (await scene.Alice.PostAsync(answer, new { answer = "a" })).Is(409);
        Assert.Equal("b", Assert.Single((await scene.StatusAsync(job.Id, "running")).GetProperty("clarifications").EnumerateArray()).GetProperty("answer").GetString());

        (await scene.ReportAsync(job, "clarifications", new { question = "Soon over?", @default = "yes", expiresInSeconds = 1 })).Is(202);
        JsonElement late = default;
        await Eventually.TrueAsync(
            async () => (late = (await scene.Alice.GetAsync($"/api/jobs/{job.Id}")).Json.GetProperty("clarifications").EnumerateArray()
                .Single(c => c.GetProperty("question").GetString() == "Soon over?")).GetProperty("status").GetString() == "expired", Scene.Deadline);
        (await scene.Alice.PostAsync($"/api/jobs/{job.Id}/clarifications/{late.GetProperty("id").GetString()}/answer", new { answer = "no" })).Is(410);
    }

    private static async Task WizardAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        (await scene.ReportAsync(job, "progress", new { completed = 4 })).Is(202);
        (await scene.ReportAsync(job, "clarifications", new { question = "Go on?" })).Is(202);
        var session = (await scene.Alice.GetAsync($"/api/wizard/session/{job.Id}")).Is(200).Json;
        Scene.Has(session, "sessionId", "jobId", "status", "progress", "message", "prompts", "hasClarifications", "clarificationCount", "hasResult", "timestamp");
        Assert.Equal(4, session.GetProperty("prompts").GetProperty("completed").GetInt32());
        Assert.True(session.GetProperty("hasClarifications").GetBoolean());
        var asked = (await scene.StatusAsync(job.Id, "waiting")).GetProperty("clarifications")[0].GetProperty("id").GetString();
        (await scene.Alice.PostAsync("/api/wizard/clarifications/respond", new { clarificationId = asked, answer = "yes" })).Is(200);
        await scene.StatusAsync(job.Id, "running");
    }
}
