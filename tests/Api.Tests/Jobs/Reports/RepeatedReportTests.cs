using System.Net;
using Trawl.Api.Tests.Http;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Tests.Jobs.Reports;

/// <summary>A program that has lost an answer sends its report again, with the same key.</summary>
[Collection(ReportCollection.Name)]
public sealed class RepeatedReportTests(ReportHost host)
{
    public static TheoryData<string, string> Reports { get; } = new()
    {
        { "progress", """{"completed":10}""" },
        { "model-results", """{"model":"m","status":"completed"}""" },
        { "clarifications", """[{"question":"One?"},{"question":"Two?"}]""" },
        { "complete", """{"result":{"files":3}}""" },
        { "fail", """{"error":{"code":"c","message":"m"}}""" },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task It_is_answered_as_the_first_time_and_applied_once(string what, string body)
    {
        var job = await host.JobAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(job, what, body)));
        var last = await SendAsync(job, what, body);

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Accepted, last.Text), (answer.Status, answer.Text)));
        Assert.Single(answers, answer => !answer.Headers.Contains("Idempotency-Replayed"));
        Assert.True(last.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(2, (await job.ReadAsync()).GetProperty("version").GetInt64());
        var types = await job.LoggedTypesAsync();
        Assert.Equal(types.Distinct().Count() + (what == "clarifications" ? 1 : 0), types.Length);
        // The state that goes with it is told, key or no key.
        await host.HearAsync($"job:{job.Id}", e => e.Type == EventTypes.Progress && e.Version == 2);
    }

    [Fact]
    public async Task Commentary_is_passed_on_once()
    {
        var job = await host.JobAsync();
        const string body = """{"type":"sync:progress","data":{"stage":"syncing","progress":50,"message":"Syncing files"}}""";
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(job, "events", body)).Status);
        await job.AcceptedAsync("events", """{"type":"preview:status","data":{}}""");
        await host.HearAsync($"job:{job.Id}", e => e.Type == EventTypes.PreviewStatus);
        Assert.Single(host.Heard($"job:{job.Id}"), e => e.Type == EventTypes.SyncProgress);
    }

    [Fact]
    public async Task A_key_is_one_job_s_and_one_report_s()
    {
        var (job, other) = (await host.JobAsync(), await host.JobAsync());
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(job, "progress", """{"completed":1}""")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(other, "progress", """{"completed":2}""")).Status);
        foreach (var (what, body) in new[] { ("progress", """{"completed":2}"""), ("complete", """{"completed":1}""") })
        {
            var conflict = await SendAsync(job, what, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_conflict"), (conflict.Status, conflict.Code));
        }

        // Whoever shows the token: the key belongs to the work.
        var replayed = await host.Rest.NewUser().PostAsync($"{job.Path}/progress", """{"completed":1}""", ("Idempotency-Key", "k"), ("Authorization", $"Bearer {job.Token}"));
        Assert.True(replayed.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_report_that_was_refused_may_be_sent_again_with_its_key()
    {
        var job = await host.JobAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(job, "progress", """{"completed":-1}""")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(job, "progress", """{"completed":1}""")).Status);
    }

    private static Task<Answer> SendAsync(CustomJob job, string what, string body) => job.Owner.PostAsync($"{job.Path}/{what}", body, ("Idempotency-Key", "k"));
}
