using System.Text.Json;

namespace Trawl.Pipeline.Tests.Contract.Rows;

/// <summary>What several people on one crawl, and their programs, have of each other.</summary>
internal static class PeopleRows
{
    public static IEnumerable<(string, Row)> All { get; } =
    [
        ("comments", new(["GET /api/jobs/{id}/comments", "POST /api/jobs/{id}/comments"], CommentsAsync)),
        ("notifications", new(["GET /api/notifications", "POST /api/notifications"], NotificationsAsync)),
        ("drafts", new(
            ["GET /api/drafts", "POST /api/drafts", "GET /api/drafts/{id}", "PATCH /api/drafts/{id}", "POST /api/drafts/{id}/submit", "DELETE /api/drafts/{id}"],
            DraftsAsync)),
        ("webhooks", new(
            ["GET /api/webhooks", "POST /api/webhooks", "GET /api/webhooks/{id}", "DELETE /api/webhooks/{id}", "GET /api/webhooks/{id}/deliveries",
            "POST /api/webhooks/{id}/deliveries/{deliveryId}/replay", "POST /api/webhooks/{id}/enable"],
            WebhooksAsync)),
    ];

    private static async Task CommentsAsync(Scene scene)
    {
        var job = await scene.CustomJobAsync();
        var comments = $"/api/jobs/{job.Id}/comments";
        Assert.Equal("Look at this.", (await scene.Alice.PostAsync(comments, new { text = "Look at this." })).Is(201).Json.GetProperty("text").GetString());
        (await scene.Alice.PostAsync(comments, new { text = "" })).Is(400);
        Assert.Equal(scene.Alice.User, Assert.Single((await scene.Alice.GetAsync(comments)).Is(200).Items).GetProperty("userId").GetString());
    }

    private static async Task NotificationsAsync(Scene scene)
    {
        (await scene.Alice.PostAsync("/api/notifications", new { level = "success", title = "Done", message = "It is done.", userId = scene.Alice.User })).Is(202);
        (await scene.Alice.PostAsync("/api/notifications", new { level = "loud", title = "Done", message = "It is done.", userId = scene.Alice.User })).Is(400);
        (await scene.Alice.PostAsync("/api/notifications", new { level = "info", title = "All", message = "To all." })).IsProblem(403, "forbidden");
        var all = (await scene.Alice.PostAsync("/api/notifications", new { level = "info", title = "All", message = "To all." }, ("X-User-Role", "admin"))).Is(202).Json;
        var listed = (await scene.Alice.GetAsync("/api/notifications?limit=200")).Is(200).Items;
        var mine = Assert.Single(listed, one => one.GetProperty("channel").GetString() == $"user:{scene.Alice.User}");
        Scene.Has(mine, "channel", "seq", "timestamp", "level", "title", "message");
        Assert.Contains(listed, one => one.GetProperty("channel").GetString() == "system" && one.GetProperty("seq").GetInt64() == all.GetProperty("seq").GetInt64());
    }

    private static async Task DraftsAsync(Scene scene)
    {
        var site = await scene.SiteAsync();
        var created = (await scene.Alice.PostAsync("/api/drafts", new { title = "Plan" })).Is(201);
        var draft = $"/api/drafts/{created.Json.GetProperty("id").GetString()}";
        Assert.EndsWith(draft, created.Location);
        var changed = (await scene.Alice.PatchAsync(draft, new { url = site.Urls[0] }, ("If-Match", created.ETag!))).Is(200);
        (await scene.Alice.PatchAsync(draft, new { title = "Other" }, ("If-Match", created.ETag!))).Is(412);
        Assert.Equal(changed.ETag, (await scene.Alice.GetAsync(draft)).Is(200).ETag);
        Assert.Single((await scene.Alice.GetAsync("/api/drafts")).Is(200).Items);
        var job = (await scene.Alice.PostAsync($"{draft}/submit")).Is(202).Json;
        Assert.Equal("completed", (await scene.EndOfAsync(job.GetProperty("id").GetString()!)).GetProperty("status").GetString());
        (await scene.Alice.PostAsync($"{draft}/submit")).IsProblem(409, "already_submitted");
        (await scene.Alice.DeleteAsync(draft)).Is(204);
        (await scene.Alice.GetAsync(draft)).IsProblem(404, "not_found");
    }

    private static async Task WebhooksAsync(Scene scene)
    {
        (await scene.Alice.PostAsync("/api/webhooks", new { url = "http://example.com/hook" })).Is(400);
        // The operator of this deployment allows private networks, and with them plain http to those.
        await using var receiver = await scene.BareSiteAsync();
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Respond("/hook", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            Assert.NotEmpty(context.Request.Headers["webhook-signature"].ToString());
            received.TrySetResult(await reader.ReadToEndAsync());
        });
        var created = (await scene.Alice.PostAsync("/api/webhooks", new { url = new Uri(receiver.Address, "/hook") })).Is(201).Json;
        Assert.StartsWith("whsec_", created.GetProperty("secret").GetString());
        var hook = $"/api/webhooks/{created.GetProperty("id").GetString()}";
        Assert.False((await scene.Alice.GetAsync(hook)).Is(200).Json.TryGetProperty("secret", out var secret) && secret.ValueKind != JsonValueKind.Null);
        Assert.Single((await scene.Alice.GetAsync("/api/webhooks")).Is(200).Items);

        await scene.CustomJobAsync();
        var body = JsonDocument.Parse(await received.Task.WaitAsync(Scene.Deadline)).RootElement;
        Scene.Has(body, "type", "timestamp", "data");
        RestAnswer deliveries = null!;
        await Trawl.TestSupport.Eventually.TrueAsync(
            async () => (deliveries = (await scene.Alice.GetAsync($"{hook}/deliveries?status=delivered")).Is(200)).Items.Length > 0, Scene.Deadline);
        (await scene.Alice.PostAsync($"{hook}/deliveries/{deliveries.Items[0].GetProperty("id").GetString()}/replay")).Is(202);
        (await scene.Alice.PostAsync($"{hook}/enable")).Is(200);
        (await scene.Alice.DeleteAsync(hook)).Is(204);
        (await scene.Alice.GetAsync(hook)).IsProblem(404, "not_found");
    }
}
