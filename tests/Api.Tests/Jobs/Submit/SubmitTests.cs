using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Tests.Http;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Tests.Jobs.Submit;

[Collection(RestCollection.Name)]
public sealed class SubmitTests(RestHost host)
{
    [Fact]
    public async Task A_crawl_is_accepted_with_its_place_and_its_defaults()
    {
        var client = host.NewUser();
        var answer = await client.PostAsync("/api/jobs", """{"url":"HTTP://93.184.216.34:80/a#b","tags":["docs","docs"],"priority":"high","title":" Docs "}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var job = answer.Json;
        Assert.Equal($"/api/jobs/{job.GetProperty("id").GetString()}", answer.Headers.Location?.ToString());
        Assert.Equal("crawl", job.GetProperty("type").GetString());
        Assert.Equal("queued", job.GetProperty("status").GetString());
        Assert.Equal("high", job.GetProperty("priority").GetString());
        Assert.Equal(client.UserId, job.GetProperty("userId").GetString());
        Assert.Equal(["docs"], job.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.True(job.GetProperty("queue").GetProperty("position").GetInt32() >= 1);
        Assert.EndsWith("Z", job.GetProperty("createdAt").GetString(), StringComparison.Ordinal);
        var options = job.GetProperty("options");
        Assert.Equal("http://93.184.216.34/a", options.GetProperty("urls")[0].GetString());
        Assert.Equal("http://93.184.216.34/a", options.GetProperty("url").GetString());
        Assert.Equal("Docs", options.GetProperty("title").GetString());
        Assert.Equal(500, options.GetProperty("maxPages").GetInt32());
        Assert.Equal("host", options.GetProperty("scope").GetString());
        Assert.Equal(JsonValueKind.Null, options.GetProperty("ttlMinutes").ValueKind);
    }

    [Fact]
    public async Task The_job_can_be_read_where_it_was_said_to_be()
    {
        var client = host.NewUser();
        var accepted = await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""");
        var read = await client.GetAsync(accepted.Headers.Location!.ToString());
        Assert.Equal(accepted.Json.GetProperty("id").GetString(), read.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_an_answer_tells_is_what_is_read_afterwards_to_the_last_digit()
    {
        var client = host.NewUser();
        // One in ten times is the same in both precisions.
        for (var i = 0; i < 10; i++)
        {
            var custom = (await client.PostAsync("/api/jobs", """{"type":"custom","title":"Elsewhere"}""")).Json;
            var id = custom.GetProperty("id").GetString();
            var cancelled = (await client.PostAsync($"/api/jobs/{id}/cancel", "")).Json;
            var read = (await client.GetAsync($"/api/jobs/{id}")).Json;
            foreach (var time in (string[])["createdAt", "startedAt"])
                Assert.Equal(custom.GetProperty(time).GetString(), read.GetProperty(time).GetString());
            Assert.Equal(cancelled.GetRawText(), read.GetRawText());
        }
    }

    [Fact]
    public async Task Every_key_of_the_protocol_is_there_even_when_null()
    {
        var job = (await host.NewUser().PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json;
        Assert.Equal(
            [
                "id", "type", "status", "stage", "progress", "userId", "sourceId", "priority", "tags", "createdAt", "startedAt", "finishedAt", "counts",
                "queue", "slowedBy", "ratePerSecond", "etaSeconds", "models", "clarifications", "result", "error", "seq", "version", "options",
            ],
            job.EnumerateObject().Select(key => key.Name));
        Assert.Equal(
            ["total", "totalIsEstimate", "completed", "processing", "pending", "failed", "skipped", "unchanged", "documents", "chunks", "embedded"],
            job.GetProperty("counts").EnumerateObject().Select(key => key.Name));
    }

    [Fact]
    public async Task A_thousand_URLs_are_one_job()
    {
        var urls = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"http://93.184.216.34/{new string('p', 1800)}{i}\""));
        var answer = await host.NewUser().PostAsync("/api/jobs", $$"""{"urls":[{{urls}}],"scope":"list","maxPages":1000}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(1000, answer.Json.GetProperty("options").GetProperty("urls").GetArrayLength());
    }

    [Fact]
    public async Task A_URL_given_twice_is_one()
    {
        var answer = await host.NewUser().PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","urls":["http://93.184.216.34","http://93.184.216.34/b"]}""");
        Assert.Equal(["http://93.184.216.34/", "http://93.184.216.34/b"], answer.Json.GetProperty("options").GetProperty("urls").Deserialize<string[]>()!);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_left_to_the_crawl()
    {
        var answer = await host.NewUser().PostAsync("/api/jobs", """{"url":"http://nowhere.invalid/"}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
    }

    [Fact]
    public async Task Private_addresses_are_accepted_where_the_operator_allows_them()
    {
        await using var app = await RestHost.StartAsync(await MigratedDatabase.CreateAsync(), ("Crawler:AllowPrivateNetworks", "true"));
        using var http = new HttpClient { BaseAddress = RestHost.AddressOf(app) };
        var answer = await new RestClient(http, "alice").PostAsync("/api/jobs", """{"url":"http://127.0.0.1:8080/"}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
    }

    [Fact]
    [Trait("Seed", "S0.21")]
    [Trait("Seed", "S3.18")]
    public async Task The_short_way_answers_what_older_frontends_read()
    {
        var client = host.NewUser();
        var answer = await client.PostAsync("/api/crawl", """{"url":"http://93.184.216.34/"}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(["jobId", "progressId", "url", "status"], answer.Json.EnumerateObject().Select(key => key.Name));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/jobs/{answer.Json.GetProperty("jobId").GetString()}")).Status);
    }

    [Fact]
    public void The_defaults_of_the_body_are_those_of_the_options()
    {
        var request = new SubmitRequest();
        var options = new CrawlOptions { Urls = [] };
        foreach (var property in typeof(CrawlOptions).GetProperties().Where(p => p.Name != nameof(CrawlOptions.Urls)))
            Assert.Equal(
                JsonSerializer.Serialize(property.GetValue(options), TrawlJson.Options),
                JsonSerializer.Serialize(typeof(SubmitRequest).GetProperty(property.Name)!.GetValue(request), TrawlJson.Options));
    }

    [Fact]
    public async Task A_refused_body_leaves_nothing_behind()
    {
        var client = host.NewUser();
        await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","maxPages":0}""");
        await using var db = await host.DatabaseAsync();
        Assert.False(await db.Jobs.AnyAsync(job => job.UserId == client.UserId));
        Assert.False(await db.Sources.AnyAsync(source => source.UserId == client.UserId));
    }
}
