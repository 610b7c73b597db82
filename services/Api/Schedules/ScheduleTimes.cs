using Trawl.Api.Schedules.Cron;

namespace Trawl.Api.Schedules;

/// <summary>When a schedule that was checked comes.</summary>
internal static class ScheduleTimes
{
    /// <summary>The first run after now, counted from one that was due: those missed in between are not made up for.</summary>
    public static DateTimeOffset? NextAfter(this SourceSchedule schedule, DateTimeOffset due, DateTimeOffset now)
    {
        if (schedule.EveryMinutes is { } minutes)
        {
            // From one due time to the next: how late a run was does not move those that follow.
            var every = TimeSpan.FromMinutes(minutes);
            return due + (every * (((now - due).Ticks / every.Ticks) + 1));
        }

        var (cron, fault) = CronExpression.Read(schedule.Cron ?? "");
        var zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone ?? "UTC");
        return cron is null ? throw new FormatException(fault) : cron.NextAfter(zone, now);
    }
}
