using System.Text.Json;

namespace Trawl.Api.Tests.Jobs.Reports;

[Collection(ReportCollection.Name)]
public sealed class ProgressReportTests(ReportHost host)
{
    [Fact]
    public async Task Counts_and_progress_are_the_job_s()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("progress", """{"completed":40,"failed":2,"total":200,"message":"Copying"}""");
        var read = await job.ReadAsync();
        Assert.Equal(21, read.GetProperty("progress").GetDouble());
        Assert.Equal((200, 40, 2, 158), CountsOf(read));
    }

    [Fact]
    public async Task Progress_never_falls_and_is_not_100_before_the_end()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("progress", """{"progress":60}""");
        await job.AcceptedAsync("progress", """{"progress":20,"completed":10}""");
        Assert.Equal(60, (await job.ReadAsync()).GetProperty("progress").GetDouble());
        await job.AcceptedAsync("progress", """{"progress":100}""");
        Assert.Equal(99.9, (await job.ReadAsync()).GetProperty("progress").GetDouble());
    }

    [Fact]
    public async Task Without_a_total_nothing_follows_from_the_counts()
    {
        var job = await host.JobAsync("""{"type":"custom"}""");
        await job.AcceptedAsync("progress", """{"completed":7}""");
        Assert.Equal((0, true), ((await job.ReadAsync()).GetProperty("progress").GetDouble(), IsEstimate(await job.ReadAsync())));
        await job.AcceptedAsync("progress", """{"total":14}""");
        Assert.Equal((50, false), ((await job.ReadAsync()).GetProperty("progress").GetDouble(), IsEstimate(await job.ReadAsync())));
    }

    [Fact]
    public async Task More_done_than_announced_corrects_the_total()
    {
        var job = await host.JobAsync("""{"type":"custom","total":10}""");
        await job.AcceptedAsync("progress", """{"completed":12,"failed":1}""");
        Assert.Equal((13, 12, 1, 0), CountsOf(await job.ReadAsync()));
    }

    [Fact]
    public async Task The_newest_is_told_on_the_job_s_and_on_the_user_s_channel()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("progress", """[{"progress":10},{"progress":30,"message":"Half of it"},{"completed":70,"message":"Nearly"}]""");
        foreach (var channel in new[] { $"job:{job.Id}", $"user:{job.Owner.UserId}" })
        {
            var told = await host.HearAsync(channel, e => e.Type == "progress");
            Assert.Equal((70, "Nearly"), (told.Data.GetProperty("progress").GetDouble(), told.Data.GetProperty("message").GetString()));
            Assert.Equal((await job.ReadAsync()).GetProperty("version").GetInt64(), told.Version);
            Assert.Null(told.Seq);
        }
    }

    [Fact]
    public async Task A_new_stage_is_logged_and_only_forward()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("progress", """[{"stage":"crawling","message":"Reading"},{"stage":"crawling"},{"stage":"discovering"},{"stage":"embedding"}]""");
        var log = await job.LogAsync();
        Assert.Equal(["started", "stage", "stage"], log.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal("""{"stage":"crawling","message":"Reading"}""", log[1].GetProperty("data").GetRawText());
        Assert.Equal("embedding", (await job.ReadAsync()).GetProperty("stage").GetString());
    }

    [Fact]
    public async Task Fifty_at_once_end_with_the_highest()
    {
        var job = await host.JobAsync();
        await Task.WhenAll(Enumerable.Range(1, 50).Select(i => job.AcceptedAsync("progress", $$"""{"progress":{{i}}}""")));
        Assert.Equal(50, (await job.ReadAsync()).GetProperty("progress").GetDouble());
        Assert.Equal(51, (await job.ReadAsync()).GetProperty("version").GetInt64());
        var told = await host.HearAsync($"job:{job.Id}", e => e.Version == 51);
        Assert.Equal(50, told.Data.GetProperty("progress").GetDouble());
    }

    private static (int Total, int Completed, int Failed, int Pending) CountsOf(JsonElement job)
    {
        var counts = job.GetProperty("counts");
        return (Of("total"), Of("completed"), Of("failed"), Of("pending"));

        int Of(string name) => counts.GetProperty(name).GetInt32();
    }

    private static bool IsEstimate(JsonElement job) => job.GetProperty("counts").GetProperty("totalIsEstimate").GetBoolean();
}
