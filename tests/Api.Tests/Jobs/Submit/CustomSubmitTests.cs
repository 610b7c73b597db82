using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Submit;

[Collection(RestCollection.Name)]
public sealed class CustomSubmitTests(RestHost host)
{
    private const string Body = """{"type":"custom","title":" Sync ","total":120,"tags":["a","a"],"ttlMinutes":60}""";

    [Fact]
    public async Task A_custom_job_runs_at_once_and_its_log_begins_with_that()
    {
        var client = host.NewUser();
        var answer = await client.PostAsync("/api/jobs", Body);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var job = answer.Json;
        Assert.Equal($"/api/jobs/{job.GetProperty("id").GetString()}", answer.Headers.Location?.ToString());
        Assert.Equal(("custom", "running", 1L), (job.GetProperty("type").GetString(), job.GetProperty("status").GetString(), job.GetProperty("seq").GetInt64()));
        Assert.Equal("""{"title":"Sync","total":120,"ttlMinutes":60}""", job.GetProperty("options").GetRawText());
        Assert.Equal(["a"], job.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        var counts = job.GetProperty("counts");
        Assert.Equal((120, 120, false), (counts.GetProperty("total").GetInt32(), counts.GetProperty("pending").GetInt32(), counts.GetProperty("totalIsEstimate").GetBoolean()));

        var log = (await client.GetAsync($"{answer.Headers.Location}/events")).Json;
        Assert.Equal("started", Assert.Single(log.GetProperty("events").EnumerateArray()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_token_is_shown_once_and_stored_as_a_hash()
    {
        var client = host.NewUser();
        var job = (await client.PostAsync("/api/jobs", Body)).Json;
        var token = job.GetProperty("reportToken").GetString()!;
        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        var id = job.GetProperty("id").GetGuid();
        foreach (var path in new[] { $"/api/jobs/{id}", "/api/jobs", $"/api/jobs/{id}/events" })
            Assert.DoesNotContain("token", (await client.GetAsync(path)).Text, StringComparison.OrdinalIgnoreCase);

        await using var db = await host.DatabaseAsync();
        var row = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == id);
        Assert.Equal(32, row.ReportTokenHash!.Length);
        Assert.NotEqual(token, (await client.PostAsync("/api/jobs", Body)).Json.GetProperty("reportToken").GetString());
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_answers_the_same_body_token_included()
    {
        var client = host.NewUser();
        var first = await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        var second = await client.PostAsync("/api/jobs", Body, ("Idempotency-Key", "k"));
        Assert.Equal((HttpStatusCode.Accepted, first.Text), (second.Status, second.Text));
    }

    [Fact]
    public async Task Everything_but_the_type_is_optional()
    {
        var job = (await host.NewUser().PostAsync("/api/jobs", """{"type":"custom"}""")).Json;
        Assert.Equal("running", job.GetProperty("status").GetString());
        Assert.True(job.GetProperty("counts").GetProperty("totalIsEstimate").GetBoolean());
        Assert.Equal(JsonValueKind.Null, job.GetProperty("sourceId").ValueKind);
    }

    [Fact]
    public async Task It_takes_no_place_from_crawls()
    {
        var client = host.NewUser();
        await host.ReadQueueAsync();
        var before = (await client.GetAsync("/api/queue")).Json;
        await client.PostAsync("/api/jobs", Body);
        var after = (await client.GetAsync("/api/queue")).Json;
        foreach (var figure in new[] { "running", "queued" })
            Assert.Equal(before.GetProperty(figure).GetInt32(), after.GetProperty(figure).GetInt32());
    }

    [Fact]
    public async Task Two_hundred_at_once_are_numbered_without_a_gap_on_their_user_s_channel()
    {
        var client = host.NewUser();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.PostAsync("/api/jobs", Body)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal(200, answers.Select(answer => answer.Json.GetProperty("reportToken").GetString()).Distinct().Count());
        await using var db = await host.DatabaseAsync();
        var channel = $"user:{client.UserId}";
        var seqs = await db.Events.Where(e => e.Channel == channel).OrderBy(e => e.Seq).Select(e => e.Seq).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), seqs);
    }

    public static TheoryData<string, string> Bodies { get; } = new()
    {
        { "\"total\":-1", "total" },
        { "\"total\":1000000001", "total" },
        { "\"total\":1.5", "total" },
        { "\"total\":\"5\"", "total" },
        { "\"title\":\"\"", "title" },
        { "\"title\":7", "title" },
        { $"\"title\":\"{new string('a', 301)}\"", "title" },
        { "\"title\":\"a\\u0000b\"", "title" },
        { "\"ttlMinutes\":0", "ttlMinutes" },
        { "\"tags\":null", "tags" },
        { "\"tags\":[\"\"]", "tags[0]" },
        { $"\"tags\":[\"{new string('a', 65)}\"]", "tags[0]" },
        { $"\"tags\":[{string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"t{i}\""))}]", "tags" },
        { "\"url\":\"http://93.184.216.34/\"", "url" },
        { "\"priority\":\"high\"", "priority" },
        { "\"reportToken\":\"mine\"", "reportToken" },
        { "\"userId\":\"mallory\"", "userId" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_field_is_named(string field, string named)
    {
        var answer = await host.NewUser().PostAsync("/api/jobs", $$"""{"type":"custom",{{field}}}""");
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([named], answer.Faults);
    }

    [Fact]
    public async Task The_short_way_takes_crawls_only()
    {
        var answer = await host.NewUser().PostAsync("/api/crawl", """{"type":"custom","title":"Sync"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(["type"], answer.Faults);
    }
}
