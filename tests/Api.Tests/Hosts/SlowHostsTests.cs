using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Tests.Http;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Tests.Hosts;

[Collection(RestCollection.Name)]
public sealed class SlowHostsTests(RestHost host)
{
    [Fact]
    public Task A_crawl_delay_of_robots_txt_is_named() => AssertAsync(("robots_crawl_delay", 10), h => h.CrawlDelayMs = 10_000, o => o with { DelayMs = 500 });

    [Fact]
    public Task Who_does_not_heed_robots_txt_is_not_slowed_by_it() => AssertAsync(null, h => h.CrawlDelayMs = 10_000, o => o with { RespectRobots = false });

    [Fact]
    public Task The_jobs_own_delay_is_named() => AssertAsync(("delay", 2.5), null, o => o with { DelayMs = 2500 });

    [Fact]
    public Task A_429_is_named() => AssertAsync(("rate_limited", 60), h => (h.BackOffMs, h.BackOffReason, h.NotBefore) = (4000, "rate_limited", InAMinute));

    [Fact]
    public Task A_503_is_named_while_it_is_asked_one_by_one() => AssertAsync(("unavailable", 4), h => (h.BackOffMs, h.BackOffReason) = (4000, "unavailable"));

    [Fact]
    public Task Silence_is_named() => AssertAsync(("unreachable", 60), h => (h.BackOffMs, h.BackOffReason, h.NotBefore) = (4000, "unreachable", InAMinute));

    [Fact]
    public Task A_pause_that_was_asked_for_otherwise_is_named() => AssertAsync(("retry_after", 60), h => h.NotBefore = InAMinute);

    [Fact]
    public Task The_pause_after_a_batch_is_no_reason_of_its_own() =>
        AssertAsync(("delay", 2.5), h => h.NotBefore = DateTimeOffset.UtcNow.AddSeconds(1), o => o with { DelayMs = 2500 });

    [Fact]
    public Task A_longer_delay_of_another_job_is_named() => AssertAsync(("shared_host", 3), null, o => o with { DelayMs = 500 }, o => o with { DelayMs = 3000 });

    [Fact]
    public Task Less_concurrency_of_another_job_is_named() => AssertAsync(("shared_host", 0), null, o => o with { Concurrency = 8 }, o => o with { Concurrency = 2 });

    [Fact]
    public Task A_crawl_delay_that_only_the_other_job_heeds_is_shared() =>
        AssertAsync(("shared_host", 10), h => h.CrawlDelayMs = 10_000, o => o with { RespectRobots = false }, o => o);

    [Fact]
    public Task A_job_that_wants_more_slows_nobody() => AssertAsync(null, null, o => o with { Concurrency = 2 }, o => o with { Concurrency = 8 });

    private static DateTimeOffset InAMinute => DateTimeOffset.UtcNow.AddMinutes(1);

    private async Task AssertAsync(
        (string Reason, double Seconds)? expected, Action<Api.Database.Host>? known = null, Func<CrawlOptions, CrawlOptions>? with = null, Func<CrawlOptions, CrawlOptions>? others = null)
    {
        var client = host.NewUser();
        var name = $"{Guid.NewGuid():N}.example";
        await using var db = await host.DatabaseAsync();
        var row = new Api.Database.Host { Name = name };
        known?.Invoke(row);
        var job = AddJob(db, client.UserId, name, with);
        if (others is not null)
            AddJob(db, client.UserId, name, others);
        db.Add(row);
        await db.SaveChangesAsync();

        var slowedBy = (await client.GetAsync($"/api/jobs/{job.Id}")).Json.GetProperty("slowedBy").EnumerateArray().ToArray();

        if (expected is not { } reason)
        {
            Assert.Empty(slowedBy);
            return;
        }

        var one = Assert.Single(slowedBy);
        Assert.Equal((name, reason.Reason), (one.GetProperty("host").GetString(), one.GetProperty("reason").GetString()));
        Assert.InRange(one.GetProperty("delaySeconds").GetDouble(), reason.Seconds - (reason.Seconds >= 60 ? 30 : 0), reason.Seconds);
    }

    private static Job AddJob(TrawlDbContext db, string user, string name, Func<CrawlOptions, CrawlOptions>? with)
    {
        var job = Rows.Job(user, JobStatus.Running);
        var options = new CrawlOptions { Urls = [$"http://{name}/"] };
        job.Options = JsonSerializer.SerializeToDocument(with?.Invoke(options) ?? options, TrawlJson.Options);
        job.Pending = 1;
        var page = Rows.Page(job.Id, "/", PageStatus.Pending);
        page.Host = name;
        db.AddRange(job, page);
        return job;
    }
}
