using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Drafts;

[Collection(RestCollection.Name)]
[Trait("Seed", "S1.41")]
public sealed class SubmitDraftTests(RestHost host)
{
    private const string Plan = """{"url":"http://93.184.216.34/","maxPages":20,"priority":"high","tags":["docs"]}""";

    [Fact]
    public async Task A_draft_becomes_the_job_that_its_plan_would_have_been()
    {
        var client = host.NewUser();
        var path = await DraftAsync(client, Plan);

        var submitted = await client.PostAsync($"{path}/submit");

        Assert.Equal(HttpStatusCode.Accepted, submitted.Status);
        var job = submitted.Json;
        Assert.Equal($"/api/jobs/{Text(job, "id")}", submitted.Headers.Location!.ToString());
        var plain = (await client.PostAsync("/api/jobs", Plan)).Json;
        foreach (var field in new[] { "status", "userId", "sourceId", "priority", "tags", "options", "counts", "models" })
            Assert.Equal(plain.GetProperty(field).GetRawText(), job.GetProperty(field).GetRawText());
        var draft = (await client.GetAsync(path)).Json;
        Assert.Equal((Text(job, "id"), 2), (Text(draft, "jobId"), draft.GetProperty("version").GetInt32()));
        var told = (await host.LogAsync($"user:{client.UserId}")).Take(3).ToArray();
        Assert.Equal(["draft_updated", "queued", "draft_updated"], told.Select(e => e.Type));
        Assert.Equal((Text(job, "id"), 2), (Text(told[2].Data.RootElement, "jobId"), told[2].Data.RootElement.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task It_becomes_a_job_once_however_often_and_fast_it_is_submitted()
    {
        var client = host.NewUser();
        var path = await DraftAsync(client, Plan);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsync($"{path}/submit")));

        var accepted = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.All(answers.Except([accepted]), answer => Assert.Equal(
            (HttpStatusCode.Conflict, "already_submitted", Text(accepted.Json, "id")), (answer.Status, answer.Code, Text(answer.Json, "jobId"))));
        await using var db = await host.DatabaseAsync();
        Assert.Equal(1, await db.Jobs.CountAsync(job => job.UserId == client.UserId));
        Assert.Equal("already_submitted", (await client.PatchAsync(path, """{"maxPages":5}""", ("If-Match", "\"2\""))).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/jobs/{Text(accepted.Json, "id")}")).Status);
    }

    [Fact]
    public async Task The_same_key_answers_with_the_same_job()
    {
        var client = host.NewUser();
        var path = await DraftAsync(client, Plan);
        var first = await client.PostAsync($"{path}/submit", null, ("Idempotency-Key", "k"));
        var second = await client.PostAsync($"{path}/submit", null, ("Idempotency-Key", "k"));
        Assert.Equal((first.Status, first.Text, first.Headers.Location), (second.Status, second.Text, second.Headers.Location));
    }

    [Fact]
    public async Task A_plan_without_a_beginning_is_refused_and_stays_a_draft()
    {
        var client = host.NewUser();
        var path = await DraftAsync(client, """{"maxPages":5}""");
        var refused = await client.PostAsync($"{path}/submit", "{}", ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (refused.Status, refused.Code));
        Assert.Equal(["url"], refused.Faults);

        await client.PatchAsync(path, """{"url":"http://93.184.216.34/"}""", ("If-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync($"{path}/submit", "{}", ("Idempotency-Key", "k"))).Status);
    }

    [Fact]
    public async Task Only_the_version_that_was_meant_is_submitted()
    {
        var client = host.NewUser();
        var path = await DraftAsync(client, Plan);
        await client.PatchAsync(path, """{"maxPages":5}""", ("If-Match", "\"1\""));
        var refused = await client.PostAsync($"{path}/submit", null, ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.PreconditionFailed, 2), (refused.Status, refused.Json.GetProperty("version").GetInt32()));
        var unknown = await client.PostAsync($"{path}/submit", """{"maxPages":7}""");
        Assert.Equal(["maxPages"], unknown.Faults);
        var accepted = await client.PostAsync($"{path}/submit", null, ("If-Match", "\"2\""));
        Assert.Equal(5, accepted.Json.GetProperty("options").GetProperty("maxPages").GetInt32());
    }

    [Fact]
    public async Task Whoever_submits_it_the_job_is_the_draft_owner_s()
    {
        var (alice, bob) = (host.NewUser(), host.NewUser());
        var path = await DraftAsync(alice, Plan);
        var job = (await bob.PostAsync($"{path}/submit", null, ("X-User-Role", "admin"))).Json;
        Assert.Equal(alice.UserId, Text(job, "userId"));
        Assert.Equal((alice.UserId, bob.UserId), (Text((await alice.GetAsync(path)).Json, "userId"), Text((await alice.GetAsync(path)).Json, "updatedBy")));
    }

    private static async Task<string> DraftAsync(RestClient client, string plan) =>
        (await client.PostAsync("/api/drafts", plan)).Headers.Location!.ToString();

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
