using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Priority;

[Collection(RestCollection.Name)]
public sealed class PriorityTests(RestHost host)
{
    [Fact]
    public async Task A_queued_job_waits_among_those_of_its_new_priority()
    {
        var client = host.NewUser();
        var first = await SubmitAsync(client);
        var second = await SubmitAsync(client);

        var answer = await PatchAsync(client, second, """{"priority":"high"}""");

        Assert.Equal((HttpStatusCode.OK, "high"), (answer.Status, answer.Json.GetProperty("priority").GetString()));
        Assert.True(await PlaceAsync(client, second) < await PlaceAsync(client, first));
        await using var db = await host.DatabaseAsync();
        Assert.Equal(JobPriority.High, (await db.Jobs.SingleAsync(job => job.Id == second)).Lane);
    }

    [Fact]
    public async Task The_priority_it_has_already_changes_nothing()
    {
        var client = host.NewUser();
        var job = await SubmitAsync(client);
        await using var db = await host.DatabaseAsync();
        var turn = (await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == job)).Turn;

        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(client, job, """{"priority":"normal"}""")).Status);

        Assert.Equal(turn, (await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == job)).Turn);
    }

    [Theory]
    [InlineData("{}", "priority")]
    [InlineData("""{"priority":null}""", "priority")]
    [InlineData("""{"priority":"urgent"}""", "priority")]
    [InlineData("""{"priority":2}""", "priority")]
    [InlineData("""{"priority":"high","title":"x"}""", "title")]
    public async Task Bad_input_is_named(string body, string field)
    {
        var client = host.NewUser();
        var answer = await PatchAsync(client, await SubmitAsync(client), body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Faults);
    }

    private static async Task<Guid> SubmitAsync(RestClient client) =>
        (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("id").GetGuid();

    private static async Task<int> PlaceAsync(RestClient client, Guid job) =>
        (await client.GetAsync($"/api/jobs/{job}")).Json.GetProperty("queue").GetProperty("position").GetInt32();

    private static Task<Answer> PatchAsync(RestClient client, Guid job, string body) =>
        client.SendAsync(HttpMethod.Patch, $"/api/jobs/{job}", new StringContent(body, Encoding.UTF8, "application/json"));
}
