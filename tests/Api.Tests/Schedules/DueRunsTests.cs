using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;

namespace Trawl.Api.Tests.Schedules;

public sealed class DueRunsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    [Trait("Seed", "S4.25")]
    [Trait("Seed", "S4.26")]
    public async Task A_due_run_becomes_a_refresh_and_the_next_is_due_an_interval_later()
    {
        await using var gardens = await Gardens.StartAsync();
        var due = gardens.Now - TimeSpan.FromMinutes(7);
        var source = await gardens.AddAsync(Gardens.Hourly, due);
        var later = await gardens.AddAsync(Gardens.Hourly, gardens.Now + TimeSpan.FromMinutes(5));

        Assert.Equal(later.NextRunAt, await gardens.Due.RunAsync(default));

        var job = Assert.Single(await gardens.JobsAsync(source));
        Assert.Equal((JobType.Refresh, JobStatus.Queued, JobPriority.Normal, "alice"), (job.Type, job.Status, job.Priority, job.UserId));
        Assert.Equal(["scheduled"], job.Tags);
        Assert.Equal(due + Hour, await gardens.NextRunAsync(source));
        Assert.Equal(["queued"], (await gardens.Host.LogAsync("user:alice")).Select(e => e.Type));
        Assert.Empty(await gardens.JobsAsync(later));
    }

    [Fact]
    public async Task How_late_a_run_is_can_be_watched()
    {
        await using var gardens = await Gardens.StartAsync();
        await gardens.AddAsync(Gardens.Hourly, gardens.Now - TimeSpan.FromSeconds(1234));
        var late = new ConcurrentBag<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "trawl.schedules.lateness")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => late.Add(seconds));
        listener.Start();

        await gardens.Due.RunAsync(default);

        // Other tests are late as well.
        Assert.Contains(1234, late);
    }

    [Fact]
    public async Task However_many_runs_were_missed_one_is_made_up_for()
    {
        await using var gardens = await Gardens.StartAsync();
        var due = gardens.Now + Hour;
        var every = await gardens.AddAsync(Gardens.Hourly, due);
        var cron = await gardens.AddAsync("""{"cron":"30 * * * *","timeZone":"UTC"}""", due);
        gardens.Time.Advance(11 * Hour);

        await gardens.Due.RunAsync(default);
        await gardens.EndJobsAsync(every);
        await gardens.Due.RunAsync(default);

        Assert.Single(await gardens.JobsAsync(every));
        Assert.Single(await gardens.JobsAsync(cron));
        Assert.Equal(due + (11 * Hour), await gardens.NextRunAsync(every));
        Assert.Equal(gardens.Now + TimeSpan.FromMinutes(30), await gardens.NextRunAsync(cron));
    }

    [Fact]
    public async Task A_run_is_left_out_while_a_job_of_its_source_is_active()
    {
        await using var gardens = await Gardens.StartAsync();
        var source = await gardens.AddAsync(Gardens.Hourly, gardens.Now);
        await gardens.Due.RunAsync(default);
        gardens.Time.Advance(Hour);
        await gardens.Due.RunAsync(default);
        Assert.Single(await gardens.JobsAsync(source));
        Assert.Equal(gardens.Now + Hour, await gardens.NextRunAsync(source));

        await gardens.EndJobsAsync(source);
        gardens.Time.Advance(Hour);
        await gardens.Due.RunAsync(default);
        Assert.Equal(2, (await gardens.JobsAsync(source)).Count);
    }

    [Fact]
    public async Task A_source_that_was_never_crawled_waits_for_its_first_crawl()
    {
        await using var gardens = await Gardens.StartAsync();
        var source = await gardens.AddAsync(Gardens.Hourly, gardens.Now, with: source => source.Options = null);
        Assert.Equal(gardens.Now + Hour, await gardens.Due.RunAsync(default));
        Assert.Empty(await gardens.JobsAsync(source));
    }

    [Fact]
    public async Task What_cannot_be_run_changes_nothing_keeps_nobody_waiting_and_is_tried_again()
    {
        await using var gardens = await Gardens.StartAsync();
        var due = gardens.Now - Hour;
        var noOptions = await gardens.AddAsync(Gardens.Hourly, due, with: source => source.Options = JsonDocument.Parse("""{"urls":5}"""));
        var noSchedule = await gardens.AddAsync("""{"cron":"a","timeZone":"UTC"}""", due);
        var source = await gardens.AddAsync(Gardens.Hourly, gardens.Now);

        Assert.Equal(gardens.Now + Hour, await gardens.Due.RunAsync(default));

        Assert.Single(await gardens.JobsAsync(source));
        Assert.Equal((due, due), (await gardens.NextRunAsync(noOptions), await gardens.NextRunAsync(noSchedule)));
        await gardens.Host.ExecuteAsync($"update sources set options = {source.Options}::json where id = {noOptions.Id}");
        gardens.Time.Advance(TimeSpan.FromMinutes(1));
        await gardens.Due.RunAsync(default);
        Assert.Single(await gardens.JobsAsync(noOptions));
        Assert.Equal(due + (2 * Hour), await gardens.NextRunAsync(noOptions));
    }

    [Fact]
    public async Task A_source_that_somebody_else_has_at_hand_is_not_waited_for()
    {
        await using var gardens = await Gardens.StartAsync();
        var (taken, free) = (await gardens.AddAsync(Gardens.Hourly, gardens.Now - Hour), await gardens.AddAsync(Gardens.Hourly, gardens.Now));
        await using (var db = await gardens.Host.ContextAsync())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"delete from sources where id = {taken.Id}");
            Assert.Equal(taken.NextRunAt, await gardens.Due.RunAsync(default));
            Assert.Single(await gardens.JobsAsync(free));
            await transaction.CommitAsync();
        }

        Assert.Equal(gardens.Now + Hour, await gardens.Due.RunAsync(default));
        Assert.Empty(await gardens.JobsAsync(taken));
    }
}
