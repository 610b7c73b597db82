using System.Net;
using System.Text.Json;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Queue;

[Collection(RestCollection.Name)]
public sealed class QueueEndpointTests(RestHost host)
{
    [Fact]
    public async Task It_is_paged_in_order_and_shows_a_caller_its_own_jobs_only()
    {
        var (client, other) = (host.NewUser(), host.NewUser());
        var jobs = new List<Guid>();
        foreach (var priority in new[] { "low", "high", "normal", "high", "normal" })
        {
            jobs.Add((await client.PostAsync("/api/jobs", $$"""{"url":"http://93.184.216.34/","priority":"{{priority}}"}""")).Json.GetProperty("id").GetGuid());
            await other.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""");
        }

        var seen = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = (await client.GetAsync($"/api/queue?limit=2{(cursor is null ? "" : $"&after={cursor}")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal([jobs[1], jobs[3], jobs[2], jobs[4], jobs[0]], seen.Select(job => job.GetProperty("jobId").GetGuid()));
        Assert.All(seen, job => Assert.Equal(client.UserId, job.GetProperty("userId").GetString()));
        var places = seen.ConvertAll(job => job.GetProperty("position").GetInt32());
        Assert.Equal(places.Order(), places);
        Assert.Equal(5, places.Distinct().Count());
    }

    [Fact]
    public async Task A_job_is_told_its_place_with_the_answer_to_its_submit_and_the_same_after()
    {
        var client = host.NewUser();
        var first = (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","priority":"high"}""")).Json;
        var second = (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/","priority":"high"}""")).Json;
        Assert.True(Position(second) > Position(first));
        Assert.Equal(Total(first) + 1, Total(second));
        var listed = (await client.GetAsync("/api/jobs")).Json.GetProperty("items").EnumerateArray().ToDictionary(job => job.GetProperty("id").GetGuid(), Position);
        Assert.Equal(Position(first), listed[first.GetProperty("id").GetGuid()]);
        Assert.Equal(Position(second), listed[second.GetProperty("id").GetGuid()]);
        Assert.Equal(Position(second), Position((await client.GetAsync($"/api/jobs/{second.GetProperty("id").GetGuid()}")).Json));
    }

    [Theory]
    [InlineData("after=nonsense", "after")]
    [InlineData("limit=0", "limit")]
    public async Task What_is_no_page_is_refused(string query, string field)
    {
        var answer = await host.NewUser().GetAsync($"/api/queue?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Faults);
    }

    private static int Position(JsonElement job) => job.GetProperty("queue").GetProperty("position").GetInt32();

    private static int Total(JsonElement job) => job.GetProperty("queue").GetProperty("total").GetInt32();
}
