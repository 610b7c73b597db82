using System.Net;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Tests.Jobs.Reports;

[Collection(ReportCollection.Name)]
public sealed class ClarificationReportTests(ReportHost host)
{
    [Fact]
    public async Task Several_are_asked_at_once_and_the_job_goes_on_with_the_last_answer()
    {
        var job = await host.JobAsync();
        var asked = await job.ReportAsync("clarifications", """[{"question":"One?"},{"question":" Two?\nReally? ","options":["a"]}]""");
        Assert.Equal((HttpStatusCode.Accepted, job.Id, 2), (asked.Status, asked.Json.GetProperty("jobId").GetString(), asked.Json.GetProperty("accepted").GetInt32()));
        var ids = asked.Json.GetProperty("clarifications").EnumerateArray().Select(id => id.GetString()).ToArray();
        var shown = (await job.ReadAsync()).GetProperty("clarifications").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!, c => c.GetProperty("question").GetString());
        Assert.Equal(["One?", "Two?\nReally?"], ids.Select(id => shown[id!]));

        foreach (var (id, status) in new[] { (ids[1], "waiting"), (ids[0], "running") })
        {
            Assert.Equal(HttpStatusCode.OK, (await job.Owner.PostAsync($"{job.Path}/clarifications/{id}/answer", """{"answer":"a"}""")).Status);
            Assert.Equal(status, (await job.ReadAsync()).GetProperty("status").GetString());
        }
    }

    [Theory]
    [InlineData(JobStatus.Waiting)]
    [InlineData(JobStatus.Paused)]
    public async Task Reports_are_taken_whatever_is_shown_of_the_job_meanwhile(JobStatus status)
    {
        var job = await host.JobAsync();
        if (status == JobStatus.Waiting)
            await job.AcceptedAsync("clarifications", """{"question":"Which?"}""");
        else
            await SetAsync(job, status);
        await job.AcceptedAsync("progress", """{"completed":40}""");
        await job.AcceptedAsync("events", """{"type":"sync:progress","data":{}}""");
        await job.AcceptedAsync("model-results", """{"model":"m","status":"completed"}""");
        var shown = await job.ReadAsync();
        Assert.Equal((status.ToString().ToLowerInvariant(), 40), (shown.GetProperty("status").GetString(), shown.GetProperty("counts").GetProperty("completed").GetInt32()));
        await job.AcceptedAsync("complete", "{}");
        Assert.Equal("completed", (await job.ReadAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task One_that_is_asked_while_the_job_is_paused_does_not_make_it_go_on()
    {
        var job = await host.JobAsync();
        await SetAsync(job, JobStatus.Paused);
        var asked = await job.ReportAsync("clarifications", """{"question":"Which?"}""");
        Assert.Equal("paused", (await job.ReadAsync()).GetProperty("status").GetString());
        await job.Owner.PostAsync($"{job.Path}/clarifications/{asked.Json.GetProperty("clarifications")[0].GetString()}/answer", """{"answer":"a"}""");
        Assert.Equal("paused", (await job.ReadAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_job_asks_a_hundred_questions_and_no_more()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("clarifications", $"[{string.Join(',', Enumerable.Repeat("""{"question":"q"}""", 99))}]");
        var tooMany = await job.ReportAsync("clarifications", """[{"question":"q"},{"question":"q"}]""");
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (tooMany.Status, tooMany.Code));
        await job.AcceptedAsync("clarifications", """{"question":"q"}""");
        Assert.Equal(100, (await job.ReadAsync()).GetProperty("clarifications").GetArrayLength());
    }

    [Fact]
    public async Task The_program_hears_of_the_answer_and_of_the_end_with_its_token()
    {
        var job = await host.JobAsync();
        var asked = await job.ReportAsync("clarifications", """{"question":"Which?"}""");
        var program = host.Rest.NewUser();
        var bearer = ("Authorization", $"Bearer {job.Token}");
        var seq = (await program.GetAsync(job.Path, bearer)).Json.GetProperty("seq").GetInt64();
        var next = program.GetAsync($"{job.Path}/events?after={seq}&wait=30", bearer);
        await job.Owner.PostAsync($"{job.Path}/clarifications/{asked.Json.GetProperty("clarifications")[0].GetString()}/answer", """{"answer":"this"}""");
        var told = Assert.Single((await next).Json.GetProperty("events").EnumerateArray());
        Assert.Equal(("clarification", "this"), (told.GetProperty("type").GetString(), told.GetProperty("data").GetProperty("answer").GetString()));

        next = program.GetAsync($"{job.Path}/events?after={seq + 1}&wait=30", bearer);
        await job.Owner.PostAsync($"{job.Path}/cancel");
        Assert.Equal("cancelled", (await next).Json.GetProperty("job").GetProperty("status").GetString());
    }

    private async Task SetAsync(CustomJob job, JobStatus status)
    {
        await using var db = await host.Rest.DatabaseAsync();
        var id = Guid.Parse(job.Id);
        await db.Jobs.Where(j => j.Id == id).ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, status));
    }
}
