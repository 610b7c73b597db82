using Trawl.Api.Database;

namespace Trawl.Api.Tests.Schedules;

public sealed class StaleCheckTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    [Trait("Seed", "S4.24")]
    public async Task A_source_that_nobody_schedules_is_refreshed_when_it_was_not_crawled_for_long()
    {
        await using var gardens = await Gardens.StartAsync();
        var stale = await gardens.AddAsync(with: source => source.LastCrawledAt = gardens.Now - (31 * Day));
        var fresh = await gardens.AddAsync(with: source => source.LastCrawledAt = gardens.Now - (29 * Day));
        var scheduled = await gardens.AddAsync(Gardens.Hourly, gardens.Now + Day, source => source.LastCrawledAt = gardens.Now - (31 * Day));
        var never = await gardens.AddAsync();

        await gardens.Stale.RunAsync(default);
        await gardens.Stale.RunAsync(default);

        var job = Assert.Single(await gardens.JobsAsync(stale));
        Assert.Equal((JobType.Refresh, JobPriority.Low), (job.Type, job.Priority));
        Assert.Equal(["scheduled", "stale"], job.Tags);
        foreach (var other in (Source[])[fresh, scheduled, never])
            Assert.Empty(await gardens.JobsAsync(other));
    }

    [Fact]
    public async Task A_site_that_is_gone_is_asked_once_in_the_time_not_at_every_check()
    {
        await using var gardens = await Gardens.StartAsync();
        var source = await gardens.AddAsync(with: source => source.LastCrawledAt = gardens.Now - (31 * Day));
        await gardens.Stale.RunAsync(default);
        await gardens.Host.ExecuteAsync($"update jobs set status = 11, queued_at = {gardens.Now} where source_id = {source.Id}");
        gardens.Time.Advance(30 * Day);
        await gardens.Stale.RunAsync(default);
        Assert.Single(await gardens.JobsAsync(source));

        gardens.Time.Advance(Day);
        await gardens.Stale.RunAsync(default);
        Assert.Equal(2, (await gardens.JobsAsync(source)).Count);
    }

    [Fact]
    public async Task The_check_can_be_turned_off()
    {
        await using var gardens = await Gardens.StartAsync();
        gardens.Options.StaleAfter = TimeSpan.Zero;
        var source = await gardens.AddAsync(with: source => source.LastCrawledAt = gardens.Now - (3000 * Day));
        await gardens.Stale.RunAsync(default);
        Assert.Empty(await gardens.JobsAsync(source));
    }
}
