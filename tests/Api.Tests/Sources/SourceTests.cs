using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Sources;

[Collection(RestCollection.Name)]
public sealed class SourceTests(RestHost host)
{
    [Fact]
    public async Task The_same_site_again_is_the_same_source()
    {
        var client = host.NewUser();
        var first = await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""");
        var second = await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34","maxPages":7}""");
        Assert.Equal(first.Json.GetProperty("sourceId").GetGuid(), second.Json.GetProperty("sourceId").GetGuid());
        Assert.Single((await client.GetAsync("/api/sources")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_source_tells_what_it_holds()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var (source, empty) = (Rows.Source(client.UserId), Rows.Source(client.UserId));
        db.AddRange(source, empty, Rows.Document(source.Id, "/a"), Rows.Document(source.Id, "/b"));
        await db.SaveChangesAsync();

        var list = (await client.GetAsync("/api/sources")).Json.GetProperty("items");
        Assert.Equal([empty.Id, source.Id], list.EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
        var one = (await client.GetAsync($"/api/sources/{source.Id}")).Json;
        Assert.Equal((2, 4), (one.GetProperty("documents").GetInt32(), one.GetProperty("chunks").GetInt32()));
        Assert.Equal(JsonValueKind.Null, one.GetProperty("schedule").ValueKind);
    }

    [Fact]
    public async Task A_title_can_be_set_and_taken_away_and_is_left_alone_otherwise()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var source = Rows.Source(client.UserId);
        db.Add(source);
        await db.SaveChangesAsync();

        Assert.Equal("Docs", (await PatchAsync(client, source.Id, """{"title":"Docs"}""")).Json.GetProperty("title").GetString());
        Assert.Equal("Docs", (await PatchAsync(client, source.Id, "{}")).Json.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Null, (await PatchAsync(client, source.Id, """{"title":null}""")).Json.GetProperty("title").ValueKind);
    }

    [Theory]
    [InlineData("""{"title":5}""", "title")]
    [InlineData("""{"title":""}""", "title")]
    [InlineData("""{"url":"http://93.184.216.34/"}""", "url")]
    public async Task A_bad_patch_is_refused_with_its_field(string body, string field)
    {
        var answer = await PatchAsync(host.NewUser(), Guid.NewGuid(), body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Faults);
    }

    [Fact]
    public async Task A_deleted_source_takes_its_documents_and_ends_its_jobs()
    {
        var client = host.NewUser();
        var job = (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json;
        var source = job.GetProperty("sourceId").GetGuid();
        await using var db = await host.DatabaseAsync();
        var document = Rows.Document(source);
        db.Add(document);
        await db.SaveChangesAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(HttpMethod.Delete, $"/api/sources/{source}")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/sources/{source}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/documents/{document.Id}")).Status);
        var left = (await client.GetAsync($"/api/jobs/{job.GetProperty("id").GetString()}")).Json;
        Assert.Equal("cancelled", left.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, left.GetProperty("sourceId").ValueKind);
        var told = (await host.LogAsync($"user:{client.UserId}"))[^1];
        Assert.Equal(("deleted", null, $$"""{"sourceId":"{{source}}"}"""), (told.Type, told.JobId, told.Data.RootElement.GetRawText()));
    }

    private static Task<Answer> PatchAsync(RestClient client, Guid id, string body) =>
        client.SendAsync(HttpMethod.Patch, $"/api/sources/{id}", new StringContent(body, Encoding.UTF8, "application/json"));
}
