using System.Net;
using System.Text.Json;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Drafts;

[Collection(RestCollection.Name)]
[Trait("Seed", "S1.41")]
public sealed class DraftConflictTests(RestHost host)
{
    [Fact]
    public async Task A_change_of_an_older_version_is_refused_with_what_there_is_now()
    {
        var (client, path) = await DraftAsync();
        var first = await client.PatchAsync(path, """{"maxPages":5}""", ("If-Match", "\"1\""));
        var second = await client.PatchAsync(path, """{"maxDepth":2}""", ("If-Match", "\"1\""));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "version_conflict", 2), (second.Status, second.Code, second.Json.GetProperty("version").GetInt32()));
        Assert.Equal(first.Text, second.Json.GetProperty("draft").GetRawText());
        var again = await client.PatchAsync(path, """{"maxDepth":2}""", ("If-Match", "\"2\""));
        Assert.Equal("""{"maxPages":5,"maxDepth":2}""", again.Json.GetProperty("plan").GetRawText());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired)]
    [InlineData("\"2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("1", HttpStatusCode.BadRequest)]
    [InlineData("\"7\", \"1\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    public async Task A_change_says_what_it_was_made_from(string? ifMatch, HttpStatusCode expected)
    {
        var (client, path) = await DraftAsync();
        var answer = await client.PatchAsync(path, """{"maxPages":5}""", ifMatch is null ? [] : [("If-Match", ifMatch)]);
        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_the_versions_are_told_without_a_gap()
    {
        var (client, path) = await DraftAsync();
        for (var version = 1; version <= 5; version++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(n =>
                client.PatchAsync(path, JsonSerializer.Serialize(new { maxPages = version * 100 + n }), ("If-Match", $"\"{version}\""))));
            var won = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Equal(version + 1, won.Json.GetProperty("version").GetInt32());
            Assert.All(answers.Except([won]), answer => Assert.Equal(won.Text, answer.Json.GetProperty("draft").GetRawText()));
        }

        var told = (await host.LogAsync($"user:{client.UserId}")).Select(e => e.Data.RootElement).ToArray();
        Assert.Equal(Enumerable.Range(1, 6), told.Select(data => data.GetProperty("version").GetInt32()));
        Assert.Equal((await client.GetAsync(path)).Json.GetProperty("plan").GetRawText(), told[^1].GetProperty("changes").GetRawText());
    }

    [Fact]
    public async Task Changed_and_submitted_at_once_the_job_has_the_plan_that_stays()
    {
        for (var round = 0; round < 10; round++)
        {
            var (client, path) = await DraftAsync();
            await client.PatchAsync(path, """{"url":"http://93.184.216.34/","maxPages":5}""", ("If-Match", "\"1\""));

            var (change, submit) = (client.PatchAsync(path, """{"maxPages":6}""", ("If-Match", "\"2\"")), client.PostAsync($"{path}/submit"));
            var (changed, submitted) = (await change, await submit);

            if (submitted.Status == HttpStatusCode.PreconditionFailed)
                submitted = await client.PostAsync($"{path}/submit");
            var plan = (await client.GetAsync(path)).Json.GetProperty("plan").GetProperty("maxPages").GetInt32();
            Assert.Equal((HttpStatusCode.Accepted, plan), (submitted.Status, submitted.Json.GetProperty("options").GetProperty("maxPages").GetInt32()));
            Assert.Equal(plan == 6 ? HttpStatusCode.OK : HttpStatusCode.Conflict, changed.Status);
        }
    }

    private async Task<(RestClient Client, string Path)> DraftAsync()
    {
        var client = host.NewUser();
        return (client, (await client.PostAsync("/api/drafts", "{}")).Headers.Location!.ToString());
    }
}
