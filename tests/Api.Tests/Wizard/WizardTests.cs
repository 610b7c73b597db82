using System.Net;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;
using Trawl.Api.Tests.Jobs.Clarifications;
using Trawl.Api.Tests.Jobs.Reports;

namespace Trawl.Api.Tests.Wizard;

/// <summary>The two paths that frontends of Trawl's predecessors use.</summary>
[Collection(ReportCollection.Name)]
public sealed class WizardTests(ReportHost host)
{
    private static readonly string[] Fields =
        ["sessionId", "jobId", "status", "progress", "message", "prompts", "hasClarifications", "clarificationCount", "hasResult", "timestamp"];

    [Fact]
    [Trait("Seed", "S2.36")]
    [Trait("Seed", "S2.34")]
    public async Task A_session_is_read_followed_and_answered()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("progress", """{"completed":40,"failed":2,"message":"Half way."}""");
        var session = await SessionAsync(job);
        Assert.Equal(Fields, session.EnumerateObject().Select(field => field.Name));
        Assert.Equal((job.Id, job.Id, "PROCESSING", "Half way."), (Text(session, "sessionId"), Text(session, "jobId"), Text(session, "status"), Text(session, "message")));
        Assert.Equal("""{"total":100,"completed":40,"processing":0,"pending":58,"failed":2}""", session.GetProperty("prompts").GetRawText());
        Assert.Equal(42, session.GetProperty("progress").GetDouble());
        Assert.Equal((false, 0, false), Flags(session));
        Assert.InRange(DateTimeOffset.UtcNow - session.GetProperty("timestamp").GetDateTimeOffset(), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(30));

        var question = await AnswerTests.AskAsync(job, """{"question":"Which?","options":["a","b"]}""");
        Assert.Equal(("ACTIVE", (true, 1, false)), (Text(await SessionAsync(job), "status"), Flags(await SessionAsync(job))));
        var answer = await RespondAsync(job, question, "b");
        Assert.Equal((HttpStatusCode.OK, question, "answered", "b"), (answer.Status, Text(answer.Json, "id"), Text(answer.Json, "status"), Text(answer.Json, "answer")));
        var late = await RespondAsync(job, question, "a");
        Assert.Equal((HttpStatusCode.Conflict, "already_answered", "b"), (late.Status, late.Code, Text(late.Json, "answer")));

        await job.AcceptedAsync("complete", """{"result":{"files":3}}""");
        session = await SessionAsync(job);
        Assert.Equal(("COMPLETED", 100, (false, 0, true)), (Text(session, "status"), session.GetProperty("progress").GetDouble(), Flags(session)));
        Assert.Equal("""{"files":3}""", session.GetProperty("result").GetRawText());
    }

    [Theory]
    [InlineData(JobStatus.Queued, "ACTIVE")]
    [InlineData(JobStatus.Running, "PROCESSING")]
    [InlineData(JobStatus.Waiting, "ACTIVE")]
    [InlineData(JobStatus.Paused, "ACTIVE")]
    [InlineData(JobStatus.Cancelling, "PROCESSING")]
    [InlineData(JobStatus.Completed, "COMPLETED")]
    [InlineData(JobStatus.Failed, "FAILED")]
    [InlineData(JobStatus.Cancelled, "FAILED")]
    [InlineData(JobStatus.Expired, "EXPIRED")]
    public async Task Each_status_has_its_word(JobStatus status, string word)
    {
        var owner = host.Rest.NewUser();
        var job = Rows.Job(owner.UserId, status);
        if (status == JobStatus.Failed)
            job.Error = JsonDocument.Parse("""{"code":"c","message":"It broke.","detail":null}""");
        await using (var db = await host.Rest.DatabaseAsync())
        {
            // Of no type that the dispatcher would take on, and not without a worker, as what is being cancelled would have been in a moment.
            job.Type = JobType.Custom;
            db.Jobs.Add(job);
            if (status == JobStatus.Cancelling)
                db.Add(Rows.Lease(job.Id));
            await db.SaveChangesAsync();
        }

        var session = (await owner.GetAsync($"/api/wizard/session/{job.Id}")).Json;
        Assert.Equal((word, status == JobStatus.Completed), (Text(session, "status"), session.GetProperty("hasResult").GetBoolean()));
        if (status == JobStatus.Failed)
            Assert.Equal("It broke.", Text(session, "message"));
    }

    [Fact]
    public async Task Another_s_session_is_none()
    {
        var job = await host.JobAsync();
        var stranger = host.Rest.NewUser();
        var missing = await stranger.GetAsync($"/api/wizard/session/{Guid.NewGuid()}");
        var hidden = await stranger.GetAsync($"/api/wizard/session/{job.Id}");
        Assert.Equal((HttpStatusCode.NotFound, "not_found", missing.Text), (hidden.Status, hidden.Code, hidden.Text));
    }

    [Theory]
    [InlineData("""{"answer":"a"}""")]
    [InlineData("""{"clarificationId":"abc","answer":"a"}""")]
    [InlineData("""{"clarificationId":null,"answer":"a"}""")]
    public async Task An_answer_to_no_question_names_the_field(string body)
    {
        var answer = await host.Rest.NewUser().PostAsync("/api/wizard/clarifications/respond", body);
        Assert.Equal((HttpStatusCode.BadRequest, "clarificationId"), (answer.Status, Assert.Single(answer.Faults)));
    }

    private static async Task<JsonElement> SessionAsync(CustomJob job) => (await job.Owner.GetAsync($"/api/wizard/session/{job.Id}")).Json;

    private static Task<Answer> RespondAsync(CustomJob job, string question, string answer) =>
        job.Owner.PostAsync("/api/wizard/clarifications/respond", JsonSerializer.Serialize(new { clarificationId = question, answer }));

    private static (bool, int, bool) Flags(JsonElement session) =>
        (session.GetProperty("hasClarifications").GetBoolean(), session.GetProperty("clarificationCount").GetInt32(), session.GetProperty("hasResult").GetBoolean());

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
