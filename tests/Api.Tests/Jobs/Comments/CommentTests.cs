using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Comments;

[Collection(RestCollection.Name)]
[Trait("Seed", "S1.41")]
public sealed class CommentTests(RestHost host)
{
    private static readonly (string, string) Admin = ("X-User-Role", "admin");

    [Fact]
    public async Task A_comment_is_answered_listed_and_told_on_both_channels()
    {
        var (alice, bob) = (host.NewUser(), host.NewUser());
        var job = (await alice.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("id").GetString();

        var first = await alice.PostAsync($"/api/jobs/{job}/comments", """{"text":"Is this\nall?"}""");
        await bob.PostAsync($"/api/jobs/{job}/comments", """{"text":"No."}""", Admin);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        var list = (await alice.GetAsync($"/api/jobs/{job}/comments")).Json.GetProperty("items");
        Assert.Equal(first.Text, list[0].GetRawText());
        Assert.Equal([(alice.UserId, "Is this\nall?"), (bob.UserId, "No.")], list.EnumerateArray().Select(c => (Text(c, "userId"), Text(c, "text"))));
        var events = (await alice.GetAsync($"/api/jobs/{job}/events")).Json.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(["queued", "comment", "comment"], events.Select(e => Text(e, "type")));
        Assert.Equal(
            $$"""{"commentId":"{{Text(list[1], "id")}}","userId":"{{bob.UserId}}","text":"No."}""", events[2].GetProperty("data").GetRawText());
        Assert.True(events[2].GetProperty("version").GetInt64() > events[1].GetProperty("version").GetInt64());
        Assert.Equal(["queued", "comment", "comment"], (await host.LogAsync($"user:{alice.UserId}")).Select(e => e.Type));
        Assert.Empty(await host.LogAsync($"user:{bob.UserId}"));
    }

    [Fact]
    public async Task On_an_ended_job_it_is_told_to_the_owner_only()
    {
        var client = host.NewUser();
        var job = await JobAsync(client, JobStatus.Completed);

        Assert.Equal(HttpStatusCode.Created, (await SayAsync(client, job, "Thanks.")).Status);

        Assert.Empty(await host.LogAsync($"job:{job}"));
        var told = Assert.Single(await host.LogAsync($"user:{client.UserId}"));
        Assert.Equal(("comment", job), (told.Type, told.JobId));
        var after = (await client.GetAsync($"/api/jobs/{job}")).Json;
        Assert.Equal((0, 1), (after.GetProperty("seq").GetInt64(), after.GetProperty("version").GetInt64()));
    }

    [Fact]
    public async Task Said_at_once_they_are_read_in_the_order_in_which_they_were_told_page_by_page()
    {
        var client = host.NewUser();
        var job = await JobAsync(client, JobStatus.Running);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => SayAsync(client, job, $"{n}")));

        var read = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = (await client.GetAsync($"/api/jobs/{job}/comments?limit=5{after}")).Json;
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(c => Text(c, "text")));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        }

        // A job that nobody works on is soon told to have stalled, too.
        Assert.Equal((await host.LogAsync($"job:{job}")).Where(e => e.Type == "comment").Select(e => Text(e.Data.RootElement, "text")), read);
        Assert.Equal(12, read.Distinct().Count());
    }

    [Fact]
    public async Task The_same_key_says_it_once_and_answers_the_same()
    {
        var client = host.NewUser();
        var job = await JobAsync(client, JobStatus.Running);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SayAsync(client, job, "Once.", ("Idempotency-Key", "k"))));
        Assert.Single(answers.Select(answer => (answer.Status, answer.Text)).Distinct());
        Assert.Single((await client.GetAsync($"/api/jobs/{job}/comments")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task They_go_with_their_job()
    {
        var client = host.NewUser();
        var job = await JobAsync(client, JobStatus.Completed);
        await SayAsync(client, job, "Thanks.");
        await client.SendAsync(HttpMethod.Delete, $"/api/jobs/{job}");
        await using var db = await host.DatabaseAsync();
        Assert.False(await db.Comments.AnyAsync(comment => comment.JobId == job));
        Assert.Equal(HttpStatusCode.NotFound, (await SayAsync(client, job, "Still there?")).Status);
    }

    [Fact]
    public async Task On_another_user_s_job_nothing_is_read_or_said()
    {
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        var job = await JobAsync(alice, JobStatus.Running);
        var (read, said) = (await mallory.GetAsync($"/api/jobs/{job}/comments"), await SayAsync(mallory, job, "Hello."));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.Status, said.Status));
        Assert.Equal((await SayAsync(mallory, Guid.NewGuid(), "Hello.")).Text, said.Text);
        Assert.Empty(await host.LogAsync($"job:{job}"));
    }

    [Theory]
    [InlineData("{}", "text")]
    [InlineData("""{"text":" \n"}""", "text")]
    [InlineData("""{"text":5}""", "text")]
    [InlineData("""{"text":null}""", "text")]
    [InlineData("""{"text":"a\u0000b"}""", "text")]
    [InlineData("""{"text":"\udc00"}""", "text")]
    [InlineData("""{"text":"a","userId":"bob"}""", "userId")]
    public async Task A_bad_comment_is_refused_with_its_field(string body, string field)
    {
        var client = host.NewUser();
        var answer = await client.PostAsync($"/api/jobs/{await JobAsync(client, JobStatus.Running)}/comments", body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Faults);
    }

    [Fact]
    public async Task A_comment_is_bounded()
    {
        var client = host.NewUser();
        var job = await JobAsync(client, JobStatus.Running);
        Assert.Equal(HttpStatusCode.Created, (await SayAsync(client, job, new string('a', 4000))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SayAsync(client, job, new string('a', 4001))).Status);
    }

    private async Task<Guid> JobAsync(RestClient client, JobStatus status)
    {
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId, status);
        job.Type = JobType.Custom; // the dispatcher would end a running crawl without pages, and say so among the comments
        db.Add(job);
        await db.SaveChangesAsync();
        return job.Id;
    }

    private static Task<Answer> SayAsync(RestClient client, Guid job, string text, params (string, string)[] headers) =>
        client.PostAsync($"/api/jobs/{job}/comments", JsonSerializer.Serialize(new { text }), headers);

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;
}
