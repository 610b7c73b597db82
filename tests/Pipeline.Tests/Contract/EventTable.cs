using System.Text.Json;
using Trawl.Contracts.Channels;

namespace Trawl.Pipeline.Tests.Contract;

/// <summary>Every event of section 5, made to happen and heard over a WebSocket.</summary>
internal static class EventTable
{
    private static readonly string[] Place = ["position", "total", "estimatedWaitSeconds", "estimatedWaitP90Seconds"];

    public static IReadOnlyDictionary<string, EventProof> All { get; } = new Dictionary<string, EventProof>
    {
        [EventTypes.Queued] = new(Place, OfCrawl(EventTypes.Queued)),
        [EventTypes.QueuePosition] = new(Place, QueuePositionAsync),
        [EventTypes.Started] = new([], OfCrawl(EventTypes.Started)),
        [EventTypes.Stage] = new(["stage", "message"], OfCrawl(EventTypes.Stage)),
        [EventTypes.Progress] = new(
            ["progress", "status", "stage", "message", "counts", "ratePerSecond", "etaSeconds", "hasClarifications", "clarificationCount"], OfSlowCrawl(EventTypes.Progress)),
        [EventTypes.ModelResult] = new(["model", "provider", "status", "durationMs", "result", "error"], OfCrawl(EventTypes.ModelResult)),
        [EventTypes.Completed] = new(["result"], OfCrawl(EventTypes.Completed)),
        [EventTypes.Paused] = new([], scene => ControlledAsync(scene, EventTypes.Paused, "pause")),
        [EventTypes.Resumed] = new([], scene => ControlledAsync(scene, EventTypes.Resumed, "pause", "resume")),
        [EventTypes.Cancelling] = new([], scene => ControlledAsync(scene, EventTypes.Cancelling, "cancel")),
        [EventTypes.Cancelled] = new(["durationMs", "kept"], scene => ControlledAsync(scene, EventTypes.Cancelled, "cancel")),
        [EventTypes.Expired] = new([], ExpiredAsync),
        [EventTypes.Stalled] = new(["reason", "nextStep"], OfCustom(EventTypes.Stalled, "", null)),
        [EventTypes.Failed] = new(["error"], OfCustom(EventTypes.Failed, "fail", new { error = new { code = "x", message = "It failed." } })),
        [EventTypes.Clarification] = new(
            ["clarificationId", "question", "options", "status", "answer", "expiresAt"], OfCustom(EventTypes.Clarification, "clarifications", new { question = "Go on?" })),
        [EventTypes.Comment] = new(["commentId", "userId", "text"], CommentAsync),
        [EventTypes.Notification] = new(["level", "title", "message"], NotificationAsync),
        [EventTypes.DraftUpdated] = new(["draftId", "version", "changes", "by"], DraftUpdatedAsync),
        [EventTypes.Deleted] = new([], DeletedAsync),
        [EventTypes.ProcessingProgress] = new(["taskName", "completed", "total", "progressPercent", "worker"], OfSlowCrawl(EventTypes.ProcessingProgress)),
        [EventTypes.BatchComplete] = new(["taskName", "completed", "total", "batchSize", "worker"], OfSlowCrawl(EventTypes.BatchComplete)),
        [EventTypes.TaskCompleted] = new(["taskName", "completed", "failed", "durationMs", "worker"], OfSlowCrawl(EventTypes.TaskCompleted)),
        [EventTypes.WorkerItemCompleted] = new(["workerName", "item", "ok", "durationMs", "queueSize"], OfSlowCrawl(EventTypes.WorkerItemCompleted)),
        [EventTypes.Presence] = new(["users"], PresenceAsync),
        [EventTypes.Cursor] = new(["userId", "target", "position"], CursorAsync),
        [EventTypes.SyncProgress] = new(["stage"], OfCustom(EventTypes.SyncProgress, "events", new { type = "sync:progress", data = new { stage = "syncing" } })),
        [EventTypes.PreviewStatus] = new(["status"], OfCustom(EventTypes.PreviewStatus, "events", new { type = "preview:status", data = new { status = "ready" } })),
        [EventTypes.GenerationProgress] = new(["progress"], OfCustom(EventTypes.GenerationProgress, "events", new { type = "generation:progress", data = new { progress = 5 } })),
    };

    private static Func<Scene, Task<JsonElement>> OfCrawl(string type) => async scene =>
    {
        var job = await scene.DoneCrawlAsync();
        return await (await scene.JobLineAsync(job.GetProperty("id").GetString()!)).HearAsync(type);
    };

    // What is not kept is heard only by who is there.
    private static Func<Scene, Task<JsonElement>> OfSlowCrawl(string type) => async scene =>
        await (await scene.JobLineAsync(await scene.LongCrawlAsync())).HearAsync(type);

    private static Func<Scene, Task<JsonElement>> OfCustom(string type, string report, object? body) => async scene =>
    {
        var job = await scene.CustomJobAsync();
        var line = await scene.JobLineAsync(job.Id);
        if (body is not null)
            (await scene.ReportAsync(job, report, body)).Is(202);
        return await line.HearAsync(type);
    };

    private static async Task<JsonElement> ControlledAsync(Scene scene, string type, params string[] commands)
    {
        var id = await scene.LongCrawlAsync();
        var line = await scene.JobLineAsync(id);
        foreach (var command in commands)
            (await scene.Alice.PostAsync($"/api/jobs/{id}/{command}")).Is(200);
        return await line.HearAsync(type);
    }

    private static async Task<JsonElement> QueuePositionAsync(Scene scene)
    {
        var capacity = (await scene.Alice.GetAsync("/api/queue")).Is(200).Json.GetProperty("capacity").GetInt32();
        var site = await scene.SiteAsync(pages: 400, latencyMs: 200);
        var jobs = new List<string>();
        for (var i = 0; i < capacity + 2; i++)
            jobs.Add(await scene.SubmitAsync(site.SlowCrawl()));
        var line = await scene.JobLineAsync(jobs[^1]);
        (await scene.Alice.PostAsync($"/api/jobs/{jobs[^2]}/cancel")).Is(200);
        return await line.HearAsync(e => Line.TypeOf(e) == EventTypes.QueuePosition && e.GetProperty("data").GetProperty("position").GetInt32() == 1, "queue_position 1");
    }

    private static async Task<JsonElement> ExpiredAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync(new { type = "custom", title = "Short", ttlMinutes = 1 });
        var line = await scene.JobLineAsync(job.Id);
        var expired = await line.HearAsync(EventTypes.Expired);
        (await scene.ReportAsync(job, "progress", new { completed = 1 })).Is(409);
        return expired;
    }

    private static async Task<JsonElement> CommentAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        (await scene.Alice.PostAsync($"/api/jobs/{job.Id}/comments", new { text = "Look." })).Is(201);
        return await (await scene.JobLineAsync(job.Id)).HearAsync(EventTypes.Comment);
    }

    private static async Task<JsonElement> NotificationAsync(Scene scene)
    {
        (await scene.Alice.PostAsync("/api/notifications", new { level = "info", title = "Hello", message = "There.", userId = scene.Alice.User })).Is(202);
        return await (await scene.UserLineAsync()).HearAsync(EventTypes.Notification);
    }

    private static async Task<JsonElement> DraftUpdatedAsync(Scene scene)
    {
        var draft = (await scene.Alice.PostAsync("/api/drafts", new { title = "Plan" })).Is(201);
        (await scene.Alice.PatchAsync($"/api/drafts/{draft.Json.GetProperty("id").GetString()}", new { title = "Better" }, ("If-Match", draft.ETag!))).Is(200);
        return await (await scene.UserLineAsync()).HearAsync(EventTypes.DraftUpdated);
    }

    private static async Task<JsonElement> DeletedAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        (await scene.ReportAsync(job, "complete", new { })).Is(202);
        (await scene.Alice.DeleteAsync($"/api/jobs/{job.Id}")).Is(204);
        var told = await (await scene.UserLineAsync()).HearAsync(EventTypes.Deleted);
        Assert.Equal(job.Id, told.GetProperty("jobId").GetString());
        return told;
    }

    private static async Task<JsonElement> PresenceAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        var first = await scene.JobLineAsync(job.Id);
        await scene.JobLineAsync(job.Id);
        return await first.HearAsync(EventTypes.Presence);
    }

    private static async Task<JsonElement> CursorAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        var (mine, other) = (await scene.JobLineAsync(job.Id), await scene.JobLineAsync(job.Id));
        await other.SayAsync(new { action = "cursor", channel = $"job:{job.Id}", cursor = new { target = "page", position = 3 } });
        return await mine.HearAsync(EventTypes.Cursor);
    }
}
