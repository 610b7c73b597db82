using Microsoft.EntityFrameworkCore;

namespace Trawl.Api.Tests.Jobs.Reports;

[Collection(ReportCollection.Name)]
public sealed class EventReportTests(ReportHost host)
{
    public static TheoryData<string, string, string> Events { get; } = new()
    {
        {
            "processing_progress", """{"taskName":"t","completed":1,"total":3}""",
            """{"taskName":"t","completed":1,"total":3,"progressPercent":33.3,"worker":null}"""
        },
        {
            "processing_progress", """{"worker":"w","progressPercent":12.5,"total":3,"completed":1,"taskName":"t"}""",
            """{"taskName":"t","completed":1,"total":3,"progressPercent":12.5,"worker":"w"}"""
        },
        {
            "batch_complete", """{"taskName":"t","completed":10,"total":30,"batchSize":10,"worker":"w"}""",
            """{"taskName":"t","completed":10,"total":30,"batchSize":10,"worker":"w"}"""
        },
        {
            "task_completed", """{"taskName":"t","completed":30,"failed":0,"durationMs":5000000000}""",
            """{"taskName":"t","completed":30,"failed":0,"durationMs":5000000000,"worker":null}"""
        },
        {
            "worker_item_completed", """{"workerName":"w","item":"a.txt","ok":true,"durationMs":12,"queueSize":3}""",
            """{"workerName":"w","item":"a.txt","ok":true,"durationMs":12,"queueSize":3}"""
        },
        { "cursor", """{"userId":"bob","target":"row-7","position":{"x":1}}""", """{"userId":"bob","target":"row-7","position":{"x":1}}""" },
        { "sync:progress", """{"stage":"syncing","progress":50,"message":"Syncing files"}""", """{"stage":"syncing","progress":50,"message":"Syncing files"}""" },
        { "preview:status", """{"status":"ready","url":"https://example.com/é"}""", """{"status":"ready","url":"https://example.com/é"}""" },
        { "generation:progress", """{"progress":3,"anything":[1,null]}""", """{"progress":3,"anything":[1,null]}""" },
    };

    [Theory]
    [MemberData(nameof(Events))]
    [Trait("Seed", "S1.8")]
    [Trait("Seed", "S1.9")]
    [Trait("Seed", "S1.10")]
    [Trait("Seed", "S1.11")]
    public async Task It_reaches_the_job_s_and_the_user_s_watchers_and_is_not_logged(string type, string data, string expected)
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("events", $$"""{"type":"{{type}}","data":{{data}}}""");
        foreach (var channel in new[] { $"job:{job.Id}", $"user:{job.Owner.UserId}" })
        {
            var told = await host.HearAsync(channel, e => e.Type == type);
            Assert.Equal(expected, told.Data.GetRawText());
            Assert.Equal((job.Id, null, null), (told.JobId.ToString(), told.Seq, told.Version));
        }

        Assert.Equal(["started"], await job.LoggedTypesAsync());
    }

    [Theory]
    [InlineData("events", """{"type":"sync:progress","data":{"progress":50}}""")]
    [InlineData("progress", """{"message":"Still there."}""")]
    [InlineData("model-results", """{"model":"m","status":"processing"}""")]
    public async Task Any_report_ends_what_was_called_a_stall(string what, string report)
    {
        var job = await host.JobAsync();
        await using var db = await host.Rest.DatabaseAsync();
        await db.Database.ExecuteSqlAsync($"update jobs set stalled_reason = 'no_report', last_moved_at = now() - interval '1 hour' where id = {Guid.Parse(job.Id)}");

        await job.AcceptedAsync(what, report);

        var row = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == Guid.Parse(job.Id));
        Assert.Null(row.StalledReason);
        Assert.True(DateTimeOffset.UtcNow - row.LastMovedAt < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_array_is_published_in_its_order()
    {
        var job = await host.JobAsync();
        var events = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$$"""{"type":"generation:progress","data":{"progress":{{{i}}}}}"""));
        var answer = await job.ReportAsync("events", $"[{events}]");
        Assert.Equal(1000, answer.Json.GetProperty("accepted").GetInt32());
        await host.HearAsync($"job:{job.Id}", e => e.Type == "generation:progress" && e.Data.GetProperty("progress").GetInt32() == 999);
        Assert.Equal(Enumerable.Range(0, 1000), host.Heard($"job:{job.Id}").Where(e => e.Type == "generation:progress").Select(e => e.Data.GetProperty("progress").GetInt32()));
    }
}
