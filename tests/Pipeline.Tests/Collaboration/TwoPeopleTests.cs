using System.Net;
using System.Text.Json;

namespace Trawl.Pipeline.Tests.Collaboration;

/// <summary>A day of two people on one crawl.</summary>
[Collection(AllInOneCollection.Name)]
[Trait("Seed", "S1.41")]
public sealed class TwoPeopleTests(AllInOneDeployment deployment) : IDisposable
{
    private static readonly string[] Both = ["both"];

    private readonly Person _alice = new(deployment.Api, $"alice-{Guid.NewGuid():N}");
    private readonly Person _bob = new(deployment.Api, $"bob-{Guid.NewGuid():N}", isAdmin: true);

    private string OfAlice => $"user:{_alice.Id}";

    [Fact]
    [Trait("Seed", "S1.13")]
    public async Task Plan_it_together_talk_about_it_and_miss_nothing_of_it()
    {
        await using var site = await GeneratedSite.StartAsync(pages: 3000, latency: TimeSpan.FromMilliseconds(50));
        var first = await Window.OpenAsync(deployment.Notifier, _alice, (OfAlice, 0));
        await using var second = await Window.OpenAsync(deployment.Notifier, _alice, (OfAlice, 0));
        var draft = await PlanAsync(site, first, second);
        var id = await SubmitAsync(draft, first, second);
        var job = $"job:{id}";

        await using var bobs = await TalkAsync(id, first);
        var seen = (OfAlice: first.Log(OfAlice), OfJob: first.Log(job));
        await first.DisposeAsync(); // the page is loaded again
        await bobs.SeesUsersAsync(job, _bob.Id);
        await SayAsync(_bob, id, "Are you there?");
        var note = await _bob.PostAsync("/api/notifications", new { level = "warning", title = "Look", message = "At this.", userId = _alice.Id });
        await using var again = await Window.OpenAsync(deployment.Notifier, _alice, (OfAlice, Last(seen.OfAlice)), (job, Last(seen.OfJob)));
        await again.HearsAsync("notification", OfAlice, e => Seq(e) == note.GetProperty("seq").GetInt64());
        await again.HearsAsync("comment", job, e => Text(e) == "Are you there?");
        await _alice.PostAsync($"/api/jobs/{id}/cancel");
        await again.HearsAsync("cancelled", job);
        await SayAsync(_bob, id, "Enough of it.");
        await again.HearsAsync("comment", OfAlice, e => Text(e) == "Enough of it.");
        await second.HearsAsync("comment", OfAlice, e => Text(e) == "Enough of it.");

        string[] said = ["Is this all?", "Not yet.", "Are you there?", "Enough of it."];
        AssertWhole([.. seen.OfAlice, .. again.Log(OfAlice)], said);
        AssertWhole(second.Log(OfAlice), said);
        AssertWhole([.. seen.OfJob, .. again.Log(job)], said[..3]);
        Assert.Equal("cancelled", Window.Type(again.Log(job)[^1]));
        Assert.Equal(said, (await _alice.GetAsync($"/api/jobs/{id}/comments")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("text").GetString()));
    }

    private async Task<string> PlanAsync(GeneratedSite site, Window first, Window second)
    {
        var path = $"/api/drafts/{(await _alice.PostAsync("/api/drafts", new { maxPages = 3000, concurrency = 2 })).GetProperty("id").GetString()}";
        await second.HearsAsync("draft_updated", OfAlice, IsVersion(1));
        await _alice.PatchAsync(path, new { url = site.Urls[0] }, version: 1);
        var conflict = await _alice.RefusedAsync(HttpStatusCode.PreconditionFailed, HttpMethod.Patch, path, new { maxPages = 2000 }, version: 1);
        Assert.Equal(2, conflict.GetProperty("version").GetInt32());
        await _alice.PatchAsync(path, new { maxPages = 2000 }, version: 2);
        await _bob.PatchAsync(path, new { concurrency = (int?)null, title = "Ours", tags = Both }, version: 3);
        await _bob.PatchAsync(path, new { concurrency = 2 }, version: 4);

        foreach (var window in new[] { first, second })
        {
            var told = await window.HearsAsync("draft_updated", OfAlice, IsVersion(5));
            Assert.Equal(_bob.Id, told.GetProperty("data").GetProperty("by").GetString());
            Assert.Equal((await _alice.GetAsync(path)).GetProperty("plan").GetRawText(), Plan(window));
        }

        return path;
    }

    private async Task<string> SubmitAsync(string draft, Window first, Window second)
    {
        var job = await _alice.PostAsync($"{draft}/submit", version: 5);
        var id = job.GetProperty("id").GetString()!;
        Assert.Equal(("Ours", 2000), (job.GetProperty("options").GetProperty("title").GetString(), job.GetProperty("options").GetProperty("maxPages").GetInt32()));
        var again = await _alice.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"{draft}/submit");
        Assert.Equal(("already_submitted", id), (again.GetProperty("code").GetString(), again.GetProperty("jobId").GetString()));
        foreach (var window in new[] { first, second })
            await window.HearsAsync("draft_updated", OfAlice, e => e.GetProperty("data").GetProperty("jobId").GetString() == id);
        return id;
    }

    private async Task<Window> TalkAsync(string id, Window alices)
    {
        var job = $"job:{id}";
        await alices.SubscribeAsync(job, 0);
        await SayAsync(_alice, id, "Is this all?");
        var bobs = await Window.OpenAsync(deployment.Notifier, _bob, (job, 0), ("system", 0));
        await bobs.HearsAsync("comment", job, e => Text(e) == "Is this all?");
        await SayAsync(_bob, id, "Not yet.");
        var answer = await alices.HearsAsync("comment", job, e => Text(e) == "Not yet.");
        Assert.Equal(_bob.Id, answer.GetProperty("data").GetProperty("userId").GetString());
        await alices.SeesUsersAsync(job, _alice.Id, _bob.Id);
        await bobs.SeesUsersAsync(job, _alice.Id, _bob.Id);

        await bobs.MoveAsync(job, 1);
        await alices.HearsAsync("cursor", job, e => e.GetProperty("data").GetProperty("userId").GetString() == _bob.Id);
        await alices.MoveAsync(job, 2);
        await bobs.HearsAsync("cursor", job);
        Assert.Single(bobs.Told, e => Window.Type(e) == "cursor");
        var all = await _bob.PostAsync("/api/notifications", new { level = "info", title = "Lunch", message = "Now." });
        await bobs.HearsAsync("notification", "system", e => Seq(e) == all.GetProperty("seq").GetInt64());
        // What comes next is after all of this.
        await alices.HearsAsync("comment", OfAlice, e => Text(e) == "Not yet.");
        return bobs;
    }

    private static Task<JsonElement> SayAsync(Person person, string job, string text) => person.PostAsync($"/api/jobs/{job}/comments", new { text });

    private static void AssertWhole(JsonElement[] log, string[] said)
    {
        Assert.Equal(Enumerable.Range(1, log.Length).Select(n => (long)n), Window.Seqs(log));
        Assert.Equal(said, log.Where(e => Window.Type(e) == "comment").Select(Text));
    }

    // As a window has it that began with nothing and was told of each change.
    private string Plan(Window window)
    {
        var plan = new System.Text.Json.Nodes.JsonObject();
        foreach (var (name, value) in window.Log(OfAlice).SelectMany(e => System.Text.Json.Nodes.JsonObject.Create(e.GetProperty("data").GetProperty("changes"))!))
        {
            if (value is null)
                plan.Remove(name);
            else
                plan[name] = value.DeepClone();
        }

        return plan.ToJsonString();
    }

    private static Func<JsonElement, bool> IsVersion(int version) => e => e.GetProperty("data").GetProperty("version").GetInt32() == version;

    private static string Text(JsonElement e) => e.GetProperty("data").GetProperty("text").GetString()!;

    private static long Seq(JsonElement e) => e.GetProperty("seq").GetInt64();

    private static long Last(JsonElement[] log) => Seq(log[^1]);

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
    }
}
