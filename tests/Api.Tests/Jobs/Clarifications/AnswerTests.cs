using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Tests.Http;
using Trawl.Api.Tests.Jobs.Reports;
using Trawl.Contracts.Channels;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Jobs.Clarifications;

[Collection(ReportCollection.Name)]
public sealed class AnswerTests(ReportHost host)
{
    [Fact]
    [Trait("Seed", "S2.33")]
    public async Task A_question_is_asked_seen_answered_and_told()
    {
        var job = await host.JobAsync();
        var question = await AskAsync(job, """{"question":"Which branch?","options":["main","next"],"default":"main"}""");
        var waiting = await job.Owner.GetAsync(job.Path);
        Assert.Equal("waiting", waiting.Json.GetProperty("status").GetString());
        var seen = Assert.Single(waiting.Json.GetProperty("clarifications").EnumerateArray());
        Assert.Equal(["id", "question", "options", "status", "expiresAt", "answer"], seen.EnumerateObject().Select(field => field.Name));
        Assert.Equal((question, "Which branch?", """["main","next"]""", "pending"), (Text(seen, "id"), Text(seen, "question"), seen.GetProperty("options").GetRawText(), Text(seen, "status")));
        Assert.InRange(seen.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.NotModified, (await job.Owner.GetAsync(job.Path, ("If-None-Match", waiting.Headers.ETag!.ToString()))).Status);
        var open = await host.HearAsync($"job:{job.Id}", e => e.Type == EventTypes.Progress && e.Data.GetProperty("hasClarifications").GetBoolean());
        Assert.Equal((1, "Waiting for an answer."), (open.Data.GetProperty("clarificationCount").GetInt32(), open.Data.GetProperty("message").GetString()));

        var answer = await AnswerAsync(job, question, "next");

        Assert.Equal((HttpStatusCode.OK, question, "answered", "next"), (answer.Status, Text(answer.Json, "id"), Text(answer.Json, "status"), Text(answer.Json, "answer")));
        var after = await job.Owner.GetAsync(job.Path, ("If-None-Match", waiting.Headers.ETag.ToString()));
        Assert.Equal((HttpStatusCode.OK, "running", "next"), (after.Status, Text(after.Json, "status"), Text(after.Json.GetProperty("clarifications")[0], "answer")));
        var told = (await job.LogAsync()).Where(e => Text(e, "type") == EventTypes.Clarification).Select(e => e.GetProperty("data")).ToList();
        Assert.Equal(["pending", "answered"], told.Select(data => Text(data, "status")));
        Assert.All(told, data => Assert.Equal(["clarificationId", "question", "options", "status", "answer", "expiresAt"], data.EnumerateObject().Select(field => field.Name)));
        Assert.All(told, data => Assert.Equal(question, Text(data, "clarificationId")));
        Assert.Equal(JsonValueKind.Null, told[0].GetProperty("answer").ValueKind);
        await host.HearAsync($"user:{job.Owner.UserId}", e => e.Type == EventTypes.Clarification && Text(e.Data, "answer") == "next");
        await host.HearAsync($"job:{job.Id}", e => e.Type == EventTypes.Progress && e.Version > open.Version && !e.Data.GetProperty("hasClarifications").GetBoolean());
    }

    [Fact]
    public async Task Of_many_answers_at_once_through_two_replicas_one_holds_and_all_others_are_told_it()
    {
        await using WebApplication other = await RestHost.StartAsync((await host.Rest.DatabaseAsync()).Database.GetConnectionString()!);
        for (var round = 0; round < 5; round++)
        {
            var job = await host.JobAsync();
            var question = await AskAsync(job, """{"question":"Which?"}""");
            var there = new RestClient(new HttpClient { BaseAddress = RestHost.AddressOf(other) }, job.Owner.UserId);
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => AnswerAsync(job with { Owner = i % 2 == 0 ? job.Owner : there }, question, $"answer {i}")));

            var held = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK).Json.GetProperty("answer").GetString();
            foreach (var late in answers.Where(answer => answer.Status != HttpStatusCode.OK))
            {
                Assert.Equal((HttpStatusCode.Conflict, "already_answered"), (late.Status, late.Code));
                Assert.Equal((held, job.Owner.UserId), (Text(late.Json, "answer"), Text(late.Json, "answeredBy")));
            }

            Assert.Equal(held, Text((await job.ReadAsync()).GetProperty("clarifications")[0], "answer"));
            Assert.Equal(["started", "clarification", "clarification"], await job.LoggedTypesAsync());
        }
    }

    [Theory]
    [InlineData("""{"answer":"other"}""", "answer")]
    [InlineData("""{"answer":""}""", "answer")]
    [InlineData("""{"answer":"a\u0000b"}""", "answer")]
    [InlineData("""{"answer":5}""", "answer")]
    [InlineData("""{"answer":null}""", "answer")]
    [InlineData("{}", "answer")]
    [InlineData("""{"answer":"a","by":"me"}""", "by")]
    public async Task A_bad_answer_is_refused_and_the_question_stays_open(string body, string field)
    {
        var job = await host.JobAsync();
        var question = await AskAsync(job, """{"question":"Which?","options":["a","b"]}""");
        foreach (var (path, sent) in new[]
        {
            ($"{job.Path}/clarifications/{question}/answer", body),
            ("/api/wizard/clarifications/respond", body.Insert(1, $"\"clarificationId\":\"{question}\"{(body == "{}" ? "" : ",")}")),
        })
        {
            var answer = await job.Owner.PostAsync(path, sent);
            Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
            Assert.Equal([field], answer.Faults);
        }

        Assert.Equal("waiting", Text(await job.ReadAsync(), "status"));
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("fail")]
    [InlineData("cancel")]
    public async Task The_end_of_the_job_closes_its_questions_first(string how)
    {
        var job = await host.JobAsync();
        var question = await AskAsync(job, """{"question":"Which?","default":"a"}""");
        var ended = how == "cancel" ? await job.Owner.PostAsync($"{job.Path}/cancel") : await job.ReportAsync(how, how == "fail" ? """{"error":{"code":"c","message":"m"}}""" : "{}");
        Assert.True(ended.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, ended.Text);

        var late = await AnswerAsync(job, question, "a");

        Assert.Equal((HttpStatusCode.Gone, "expired"), (late.Status, late.Code));
        var log = await job.LogAsync();
        var closed = log.FindLastIndex(e => Text(e, "type") == EventTypes.Clarification);
        Assert.Equal("expired", Text(log[closed].GetProperty("data"), "status"));
        Assert.True(closed < log.FindIndex(e => EventTypes.Terminal.Contains(Text(e, "type")!)));
        Assert.Equal(("expired", null), (Text((await job.ReadAsync()).GetProperty("clarifications")[0], "status"), Text((await job.ReadAsync()).GetProperty("clarifications")[0], "answer")));
    }

    [Fact]
    public async Task Its_time_is_its_own_and_the_default_holds_after_it()
    {
        var job = await host.JobAsync();
        var question = await AskAsync(job, """{"question":"Which?","default":"a","expiresInSeconds":1}""");
        await Eventually.TrueAsync(async () => Text(await job.ReadAsync(), "status") == "running", TimeSpan.FromSeconds(30));
        var closed = (await job.ReadAsync()).GetProperty("clarifications")[0];
        Assert.Equal(("expired", "a"), (Text(closed, "status"), Text(closed, "answer")));
        Assert.Equal(HttpStatusCode.Gone, (await AnswerAsync(job, question, "b")).Status);
    }

    [Fact]
    public async Task Another_s_question_is_none_and_so_is_that_of_another_job()
    {
        var (job, other) = (await host.JobAsync(), await host.JobAsync());
        var question = await AskAsync(job, """{"question":"Which?"}""");
        var missing = await AnswerAsync(job, Guid.NewGuid().ToString(), "a");
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (missing.Status, missing.Code));
        foreach (var answer in new[]
        {
            await AnswerAsync(job with { Owner = other.Owner }, question, "a"),
            await AnswerAsync(other, question, "a"),
            await AnswerAsync(job with { Owner = host.Rest.As("nobody") }, question, "a"),
            await other.Owner.PostAsync("/api/wizard/clarifications/respond", $$"""{"clarificationId":"{{question}}","answer":"a"}"""),
            await host.Rest.NewUser().PostAsync($"{job.Path}/clarifications/{question}/answer", """{"answer":"a"}""", ("Authorization", $"Bearer {job.Token}")),
        })
            Assert.Equal((missing.Status, missing.Text), (answer.Status, answer.Text));
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(job, question, "a")).Status);
    }

    internal static async Task<string> AskAsync(CustomJob job, string body)
    {
        var answer = await job.ReportAsync("clarifications", body);
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        return answer.Json.GetProperty("clarifications")[0].GetString()!;
    }

    private static Task<Answer> AnswerAsync(CustomJob job, string question, string answer) =>
        job.Owner.PostAsync($"{job.Path}/clarifications/{question}/answer", JsonSerializer.Serialize(new { answer }));

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
