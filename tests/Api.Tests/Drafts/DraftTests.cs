using System.Net;
using System.Text.Json;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Drafts;

[Collection(RestCollection.Name)]
[Trait("Seed", "S1.41")]
public sealed class DraftTests(RestHost host)
{
    [Fact]
    public async Task A_draft_is_begun_read_and_listed()
    {
        var client = host.NewUser();
        var created = await client.PostAsync("/api/drafts", """{"url":"http://93.184.216.34/","maxPages":20,"title":null}""");

        Assert.Equal((HttpStatusCode.Created, "\"1\""), (created.Status, created.Headers.ETag?.Tag));
        var draft = created.Json;
        Assert.Equal(["id", "userId", "version", "plan", "createdAt", "updatedAt", "updatedBy", "jobId"], draft.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"url":"http://93.184.216.34/","maxPages":20}""", draft.GetProperty("plan").GetRawText());
        Assert.Equal((client.UserId, client.UserId), (Text(draft, "userId"), Text(draft, "updatedBy")));
        var read = await client.GetAsync(created.Headers.Location!.ToString());
        Assert.Equal((created.Text, "\"1\""), (read.Text, read.Headers.ETag?.Tag));
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync($"/api/drafts/{Text(draft, "id")}", ("If-None-Match", "\"1\""))).Status);

        var second = await client.PostAsync("/api/drafts", "{}");
        var list = (await client.GetAsync("/api/drafts")).Json.GetProperty("items").EnumerateArray().Select(item => Text(item, "id"));
        Assert.Equal([Text(second.Json, "id"), Text(draft, "id")], list);
        Assert.Equal(created.Text, (await client.GetAsync("/api/drafts?limit=1&after=" + (await client.GetAsync("/api/drafts?limit=1")).Json.GetProperty("next").GetString()))
            .Json.GetProperty("items")[0].GetRawText());
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_tells_what_changed()
    {
        var client = host.NewUser();
        var id = Text((await client.PostAsync("/api/drafts", """{"url":"http://93.184.216.34/","maxPages":20,"tags":["a"]}""")).Json, "id");

        var patched = await client.PatchAsync($"/api/drafts/{id}", """{"maxPages":30,"url":"http://93.184.216.34/","tags":null,"title":"Docs"}""", ("If-Match", "\"1\""));

        Assert.Equal((HttpStatusCode.OK, "\"2\""), (patched.Status, patched.Headers.ETag?.Tag));
        Assert.Equal("""{"url":"http://93.184.216.34/","maxPages":30,"title":"Docs"}""", patched.Json.GetProperty("plan").GetRawText());
        Assert.Equal(patched.Text, (await client.GetAsync($"/api/drafts/{id}")).Text);
        var told = (await host.LogAsync($"user:{client.UserId}"))[^1];
        Assert.Equal(("draft_updated", 2L), (told.Type, told.Seq));
        Assert.Equal(
            $$"""{"draftId":"{{id}}","version":2,"changes":{"maxPages":30,"tags":null,"title":"Docs"},"by":"{{client.UserId}}","jobId":null,"deleted":false}""",
            told.Data.RootElement.GetRawText());
    }

    [Fact]
    public async Task What_changes_nothing_is_no_new_version()
    {
        var client = host.NewUser();
        var id = Text((await client.PostAsync("/api/drafts", """{"maxPages":20}""")).Json, "id");
        var patched = await client.PatchAsync($"/api/drafts/{id}", """{"maxPages":20,"title":null}""", ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (patched.Status, patched.Headers.ETag?.Tag));
        Assert.Single(await host.LogAsync($"user:{client.UserId}"));
    }

    [Theory]
    [InlineData("""{"maxPages":0}""", "maxPages")]
    [InlineData("""{"maxPages":"5","scope":"world"}""", "maxPages", "scope")]
    [InlineData("""{"url":"docs"}""", "url")]
    [InlineData("""{"urls":["http://93.184.216.34/","docs"]}""", "urls[1]")]
    [InlineData("""{"title":"a\u0000"}""", "title")]
    [InlineData("""{"models":["none-such"]}""", "models")]
    [InlineData("""{"type":"custom"}""", "type")]
    [InlineData("""{"url":"http://93.184.216.34/","depth":3}""", "depth")]
    [InlineData("""{"depth":null}""", "depth")]
    public async Task Each_field_keeps_to_the_rules_of_a_submit(string plan, params string[] fields)
    {
        var client = host.NewUser();
        var id = Text((await client.PostAsync("/api/drafts", "{}")).Json, "id");
        foreach (var answer in new[] { await client.PostAsync("/api/drafts", plan), await client.PatchAsync($"/api/drafts/{id}", plan, ("If-Match", "\"1\"")) })
        {
            Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
            Assert.Equal(fields, answer.Faults);
        }
    }

    [Theory]
    [InlineData("ftp://93.184.216.34/")]
    [InlineData("http://me:secret@93.184.216.34/")]
    [InlineData("http://127.0.0.1/")]
    public async Task A_URL_that_must_not_be_crawled_is_refused_at_once(string url)
    {
        var answer = await host.NewUser().PostAsync("/api/drafts", JsonSerializer.Serialize(new { url }));
        Assert.Equal((HttpStatusCode.BadRequest, "url_not_allowed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_plan_is_no_larger_than_an_event_may_be()
    {
        var client = host.NewUser();
        var half = JsonSerializer.Serialize(Enumerable.Range(0, 20).Select(n => $"http://93.184.216.34/{n}/{new string('a', 1700)}"));
        var created = await client.PostAsync("/api/drafts", $$"""{"urls":{{half}}}""");
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var globs = JsonSerializer.Serialize(Enumerable.Range(0, 90).Select(n => $"/{n}/{new string('a', 400)}"));
        var answer = await client.PatchAsync($"/api/drafts/{Text(created.Json, "id")}", $$"""{"include":{{globs}}}""", ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(["$"], answer.Faults);
    }

    [Fact]
    public async Task A_deleted_draft_is_gone_and_the_other_windows_are_told()
    {
        var client = host.NewUser();
        var id = Text((await client.PostAsync("/api/drafts", "{}")).Json, "id");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.SendAsync(HttpMethod.Delete, $"/api/drafts/{id}", null, ("If-Match", "\"2\""))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(HttpMethod.Delete, $"/api/drafts/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/drafts/{id}")).Status);
        Assert.True((await host.LogAsync($"user:{client.UserId}"))[^1].Data.RootElement.GetProperty("deleted").GetBoolean());
    }

    [Fact]
    public async Task Another_user_s_draft_does_not_exist_and_an_admin_s_change_is_signed()
    {
        var (alice, bob) = (host.NewUser(), host.NewUser());
        var id = Text((await alice.PostAsync("/api/drafts", "{}")).Json, "id");
        foreach (var (method, path) in new[] { ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/submit") })
        {
            var theirs = await bob.SendAsync(new HttpMethod(method), $"/api/drafts/{id}{path}");
            var missing = await bob.SendAsync(new HttpMethod(method), $"/api/drafts/{Guid.NewGuid()}{path}");
            Assert.Equal((HttpStatusCode.NotFound, "not_found", missing.Text), (theirs.Status, theirs.Code, theirs.Text));
        }

        Assert.Empty((await bob.GetAsync("/api/drafts")).Json.GetProperty("items").EnumerateArray());
        var changed = await bob.PatchAsync($"/api/drafts/{id}", """{"maxPages":5}""", ("If-Match", "\"1\""), ("X-User-Role", "admin"));
        Assert.Equal((alice.UserId, bob.UserId), (Text(changed.Json, "userId"), Text(changed.Json, "updatedBy")));
        Assert.Equal(bob.UserId, Text((await host.LogAsync($"user:{alice.UserId}"))[^1].Data.RootElement, "by"));
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
