using Trawl.Api.Schedules;
using static Trawl.Api.Tests.Schedules.CronExpressionTests;

namespace Trawl.Api.Tests.Schedules;

public sealed class ScheduleTimesTests
{
    [Theory]
    [InlineData(60, "2026-01-01 10:00", "2026-01-01 10:00", "2026-01-01 11:00")]
    [InlineData(60, "2026-01-01 10:00", "2026-01-01 10:07", "2026-01-01 11:00")] // late, and those that follow are not
    [InlineData(60, "2026-01-01 10:00", "2026-01-01 20:00", "2026-01-01 21:00")] // ten were missed
    [InlineData(60, "2026-01-01 10:00", "2026-01-01 20:59", "2026-01-01 21:00")]
    [InlineData(525_600, "2026-01-01 10:00", "2026-01-01 10:00", "2027-01-01 10:00")]
    public void An_interval_counts_from_what_was_due(int minutes, string due, string now, string next) =>
        Assert.Equal(Utc(next), new SourceSchedule { EveryMinutes = minutes }.NextAfter(Utc(due), Utc(now)));

    [Fact]
    public void A_cron_expression_counts_from_now() =>
        Assert.Equal(
            Utc("2026-07-05 01:30"),
            new SourceSchedule { Cron = "30 3 * * *", TimeZone = "Europe/Berlin" }.NextAfter(Utc("2026-07-01 01:30"), Utc("2026-07-04 12:00")));
}
