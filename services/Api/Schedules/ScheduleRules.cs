using Trawl.Api.Jobs.Submit;
using Trawl.Api.Schedules.Cron;

namespace Trawl.Api.Schedules;

/// <summary>What a schedule must keep to.</summary>
internal static class ScheduleRules
{
    public const int MinMinutes = 1;
    public const int MaxMinutes = 525_600;
    public const int MaxCronLength = 200;

    /// <summary>Names all faults; returns the schedule with its defaults filled in.</summary>
    public static SourceSchedule Check(string field, SourceSchedule schedule, DateTimeOffset now, Faults faults)
    {
        if (schedule.EveryMinutes is { } minutes)
            SubmitRules.Range($"{field}.everyMinutes", minutes, MinMinutes, MaxMinutes, faults);
        if (schedule.EveryMinutes is null == schedule.Cron is null)
            faults.Add(field, "Must have either everyMinutes or cron.");
        if (schedule.Cron is null && schedule.TimeZone is not null)
            faults.Add($"{field}.timeZone", "Goes with cron only.");
        if (schedule.Cron is null)
            return schedule;
        schedule = schedule with { Cron = schedule.Cron.Trim(), TimeZone = schedule.TimeZone ?? "UTC" };
        Check(field, schedule.Cron, Zone(schedule.TimeZone), now, faults);
        return schedule;
    }

    private static void Check(string field, string cron, TimeZoneInfo? zone, DateTimeOffset now, Faults faults)
    {
        if (zone is null)
            faults.Add($"{field}.timeZone", "There is no such time zone: give an IANA name, as Europe/Berlin.");
        if (cron.Length is 0 or > MaxCronLength || cron.Any(char.IsControl))
        {
            SubmitRules.Text($"{field}.cron", cron, MaxCronLength, faults);
            return;
        }

        var (expression, fault) = CronExpression.Read(cron);
        if (fault is not null)
            faults.Add($"{field}.cron", fault);
        else if (expression!.NextAfter(zone ?? TimeZoneInfo.Utc, now) is null)
            faults.Add($"{field}.cron", "Never comes: there is no such day.");
    }

    // What begins with a small letter is no place, but a file beside them: what is local to this machine, or counts leap seconds. And
    // whether a name in other letters is found depends on who asked before.
    private static TimeZoneInfo? Zone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId && zone.Id == name && char.IsAsciiLetterUpper(name[0]) ? zone : null;
}
