using System.Net;
using System.Text.Json;

namespace Trawl.Api.Tests.Jobs.Reports;

[Collection(ReportCollection.Name)]
public sealed class EndReportTests(ReportHost host)
{
    [Fact]
    public async Task Complete_is_the_last_word_with_everything_in_it()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("progress", """{"completed":60,"failed":5}""");
        await job.AcceptedAsync("complete", """{"result":{"files":[1,2],"text":"é"}}""");
        var read = await job.ReadAsync();
        Assert.Equal(("completed", "complete", 100.0), (Text(read, "status"), Text(read, "stage"), read.GetProperty("progress").GetDouble()));
        Assert.Equal("""{"files":[1,2],"text":"é"}""", read.GetProperty("result").GetRawText());
        var counts = read.GetProperty("counts");
        Assert.Equal((100, 95, 5, 0), (Count(counts, "total"), Count(counts, "completed"), Count(counts, "failed"), Count(counts, "pending")));
        var log = await job.LogAsync();
        Assert.Equal(["started", "stage", "completed"], log.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal([1L, 2, 3], log.Select(e => e.GetProperty("seq").GetInt64()));
        var last = log[^1].GetProperty("data");
        Assert.Equal("""{"files":[1,2],"text":"é"}""", last.GetProperty("result").GetRawText());
        Assert.Equal((100.0, 95), (last.GetProperty("progress").GetDouble(), Count(last.GetProperty("counts"), "completed")));
        var told = await host.HearAsync($"job:{job.Id}", e => e.Type == "progress" && e.Data.GetProperty("status").GetString() == "completed");
        Assert.Equal(100, told.Data.GetProperty("progress").GetDouble());
    }

    [Fact]
    public async Task Fail_says_why()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("fail", """{"error":{"code":"disk_full","message":"No room left."}}""");
        var read = await job.ReadAsync();
        Assert.Equal("failed", Text(read, "status"));
        Assert.Equal("""{"code":"disk_full","message":"No room left.","detail":null}""", read.GetProperty("error").GetRawText());
        var told = (await job.LogAsync())[^1].GetProperty("data").GetProperty("error");
        Assert.Equal("""{"code":"disk_full","message":"No room left.","detail":null}""", told.GetRawText());
        Assert.Equal(100, Count(read.GetProperty("counts"), "skipped"));
    }

    public static TheoryData<string, string> Reports { get; } = new()
    {
        { "progress", """{"progress":5}""" },
        { "events", """{"type":"sync:progress","data":{}}""" },
        { "model-results", """{"model":"m","status":"completed"}""" },
        { "complete", """{"result":null}""" },
        { "fail", """{"error":{"code":"c","message":"m"}}""" },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task After_the_end_a_report_is_refused_and_changes_nothing(string what, string body)
    {
        foreach (var (end, how) in new[] { ("complete", "{}"), ("fail", """{"error":{"code":"c","message":"m"}}"""), ("cancel", "{}") })
        {
            var job = await host.JobAsync();
            await job.ReportAsync(end, how);
            var before = await job.Owner.GetAsync(job.Path);
            var answer = await job.ReportAsync(what, body);
            Assert.Equal((HttpStatusCode.Conflict, "invalid_status"), (answer.Status, answer.Code));
            Assert.Equal(before.Text, (await job.Owner.GetAsync(job.Path)).Text);
        }
    }

    [Fact]
    public async Task Of_many_ends_at_once_one_is_the_end()
    {
        var job = await host.JobAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? job.ReportAsync("complete", $$"""{"result":{{i}}}""")
            : job.ReportAsync("fail", """{"error":{"code":"c","message":"m"}}""")));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.Equal(19, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Single(await job.LoggedTypesAsync(), type => type is "completed" or "failed");
    }

    [Fact]
    public async Task A_cancelled_one_is_so_at_once_and_keeps_what_was_reported()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("progress", """{"completed":30}""");
        var answer = await job.Owner.PostAsync($"{job.Path}/cancel");
        Assert.Equal((HttpStatusCode.OK, "cancelled"), (answer.Status, Text(answer.Json, "status")));
        var counts = answer.Json.GetProperty("counts");
        Assert.Equal((100, 30, 70, 0), (Count(counts, "total"), Count(counts, "completed"), Count(counts, "skipped"), Count(counts, "pending")));
        Assert.Equal(["started", "cancelling", "cancelled"], await job.LoggedTypesAsync());
    }

    [Fact]
    public async Task It_is_deleted_only_when_it_has_ended()
    {
        var job = await host.JobAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await job.Owner.SendAsync(HttpMethod.Delete, job.Path)).Status);
        await job.AcceptedAsync("complete", "{}");
        Assert.Equal(HttpStatusCode.NoContent, (await job.Owner.SendAsync(HttpMethod.Delete, job.Path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await job.ReportAsync("complete", "{}")).Status);
    }

    [Fact]
    public async Task A_long_poll_is_woken_by_the_end()
    {
        var job = await host.JobAsync();
        var poll = job.Owner.GetAsync($"{job.Path}/events?after=1&wait=30");
        await job.AcceptedAsync("complete", """{"result":"done"}""");
        var answer = (await poll).Json;
        Assert.Equal("completed", Text(answer.GetProperty("job"), "status"));
        Assert.Equal("completed", Text(answer.GetProperty("events").EnumerateArray().Last(), "type"));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int Count(JsonElement counts, string name) => counts.GetProperty(name).GetInt32();
}
