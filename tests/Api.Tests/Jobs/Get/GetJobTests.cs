using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Get;

[Collection(RestCollection.Name)]
public sealed class GetJobTests(RestHost host)
{
    [Fact]
    [Trait("Seed", "S3.18")]
    public async Task A_poll_costs_a_304_until_something_changes()
    {
        var client = host.NewUser();
        var job = await AddAsync(Rows.Job(client.UserId));
        var first = await client.GetAsync($"/api/jobs/{job.Id}");
        var tag = first.Headers.ETag!.ToString();

        var same = await client.GetAsync($"/api/jobs/{job.Id}", ("If-None-Match", tag));
        Assert.Equal((HttpStatusCode.NotModified, ""), (same.Status, same.Text));
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync($"/api/jobs/{job.Id}", ("If-None-Match", $"\"old\", {tag}"))).Status);

        await using var db = await host.DatabaseAsync();
        await db.Jobs.Where(j => j.Id == job.Id).ExecuteUpdateAsync(set => set.SetProperty(j => j.Version, 2).SetProperty(j => j.Completed, 5));
        var changed = await client.GetAsync($"/api/jobs/{job.Id}", ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(5, changed.Json.GetProperty("counts").GetProperty("completed").GetInt32());
    }

    [Fact]
    [Trait("Seed", "S3.18")]
    public async Task The_tag_changes_with_the_place_in_the_queue()
    {
        var client = host.NewUser();
        var ahead = await AddAsync(Rows.Job(client.UserId, JobStatus.Queued));
        var job = await AddAsync(Rows.Job(client.UserId, JobStatus.Queued));
        await host.ReadQueueAsync();
        var before = await client.GetAsync($"/api/jobs/{job.Id}");
        await client.PostAsync($"/api/jobs/{ahead.Id}/cancel");
        var after = await client.GetAsync($"/api/jobs/{job.Id}", ("If-None-Match", before.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal(
            before.Json.GetProperty("queue").GetProperty("position").GetInt32() - 1, after.Json.GetProperty("queue").GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task A_failed_job_tells_why()
    {
        var client = host.NewUser();
        var row = Rows.Job(client.UserId, JobStatus.Failed);
        row.Error = JsonDocument.Parse("""{"code":"host_unreachable","message":"No answer.","detail":null}""");
        row.Progress = 99.96;
        var job = (await client.GetAsync($"/api/jobs/{(await AddAsync(row)).Id}")).Json;
        Assert.Equal("host_unreachable", job.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(99.9, job.GetProperty("progress").GetDouble());
        Assert.Equal(JsonValueKind.Null, job.GetProperty("queue").ValueKind);
    }

    [Fact]
    public async Task A_slow_host_is_named_to_those_who_wait_for_it()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var (waiting, other) = (Rows.Job(client.UserId, JobStatus.Running), Rows.Job(client.UserId, JobStatus.Running));
        waiting.Pending = other.Pending = 1;
        var page = Rows.Page(waiting.Id, "/", PageStatus.Pending);
        page.Host = $"{Guid.NewGuid():N}.example";
        var slow = new Database.Host { Name = page.Host, CrawlDelayMs = 10_000 };
        db.AddRange(waiting, other, page, slow);
        await db.SaveChangesAsync();

        var reason = Assert.Single((await client.GetAsync($"/api/jobs/{waiting.Id}")).Json.GetProperty("slowedBy").EnumerateArray());
        Assert.Equal((page.Host, 10), (reason.GetProperty("host").GetString(), reason.GetProperty("delaySeconds").GetInt32()));
        var listed = (await client.GetAsync("/api/jobs")).Json.GetProperty("items").EnumerateArray()
            .ToDictionary(job => job.GetProperty("id").GetGuid(), job => job.GetProperty("slowedBy").GetArrayLength());
        Assert.Equal((1, 0), (listed[waiting.Id], listed[other.Id]));
    }

    private async Task<Job> AddAsync(Job job)
    {
        await using var db = await host.DatabaseAsync();
        db.Add(job);
        await db.SaveChangesAsync();
        return job;
    }
}
