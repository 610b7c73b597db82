using System.Net;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Sources;

[Collection(RestCollection.Name)]
public sealed class RefreshTests(RestHost host)
{
    [Fact]
    public async Task A_refresh_is_a_job_with_the_options_of_the_last_crawl()
    {
        var client = host.NewUser();
        await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","maxPages":7,"exclude":["/old/**"],"title":"Docs"}""");
        var crawl = (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","maxPages":9,"tags":["a"]}""")).Json;
        var source = crawl.GetProperty("sourceId").GetGuid();

        var answer = await client.PostAsync($"/api/sources/{source}/refresh");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var job = answer.Json;
        Assert.Equal($"/api/jobs/{job.GetProperty("id").GetGuid()}", answer.Headers.Location?.ToString());
        Assert.Equal(("refresh", "queued", "normal", source), (Text("type"), Text("status"), Text("priority"), job.GetProperty("sourceId").GetGuid()));
        Assert.Equal(crawl.GetProperty("options").ToString(), job.GetProperty("options").ToString());
        var listed = (await client.GetAsync("/api/jobs?type=refresh")).Json.GetProperty("items");
        Assert.Equal(job.GetProperty("id").GetGuid(), Assert.Single(listed.EnumerateArray()).GetProperty("id").GetGuid());

        var own = (await client.PostAsync($"/api/sources/{source}/refresh", """{"priority":"high","tags":["nightly"]}""")).Json;
        Assert.Equal(("high", "nightly"), (own.GetProperty("priority").GetString(), own.GetProperty("tags")[0].GetString()));

        string? Text(string name) => job.GetProperty(name).GetString();
    }

    [Fact]
    public async Task The_same_key_makes_one_refresh()
    {
        var client = host.NewUser();
        var path = $"/api/sources/{await SourceAsync(client)}/refresh";
        var first = await client.PostAsync(path, null, ("Idempotency-Key", "k"));
        var second = await client.PostAsync(path, null, ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.Accepted, first.Text), (second.Status, second.Text));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Single((await client.GetAsync("/api/jobs?type=refresh")).Json.GetProperty("items").EnumerateArray());
        var other = await client.PostAsync(path, """{"priority":"low"}""", ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_conflict"), (other.Status, other.Code));
    }

    [Fact]
    public async Task A_source_that_was_never_crawled_has_nothing_to_refresh()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var source = Rows.Source(client.UserId);
        db.Add(source);
        await db.SaveChangesAsync();
        var answer = await client.PostAsync($"/api/sources/{source.Id}/refresh", null, ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.Conflict, "nothing_to_refresh"), (answer.Status, answer.Code));

        // One that was crawled before its options were kept is refreshed by those of its last job.
        db.Add(Rows.Job(client.UserId, sourceId: source.Id));
        await db.SaveChangesAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync($"/api/sources/{source.Id}/refresh", null, ("Idempotency-Key", "k"))).Status);
    }

    [Theory]
    [InlineData("""{"maxPages":5}""", "maxPages")]
    [InlineData("""{"priority":"urgent"}""", "priority")]
    [InlineData("""{"tags":[""]}""", "tags[0]")]
    public async Task A_bad_body_is_refused_with_its_field(string body, string field)
    {
        var client = host.NewUser();
        var answer = await client.PostAsync($"/api/sources/{await SourceAsync(client)}/refresh", body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Faults);
    }

    private static async Task<Guid> SourceAsync(RestClient client) =>
        (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("sourceId").GetGuid();
}
