using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Trawl.Api.Schedules;

/// <summary>When a source is refreshed by itself: either every so many minutes, or by a cron expression. What is not used is not said.</summary>
public sealed record SourceSchedule
{
    [Description("From now on and from run to run."), Range(ScheduleRules.MinMinutes, ScheduleRules.MaxMinutes)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EveryMinutes { get; init; }

    [Description("minute, hour, day of month, month, day of week, as in 30 3 * * MON-FRI; or @hourly, @daily, @weekly, @monthly, @yearly. "
        + "With both kinds of days restricted, either will do. A time that the clocks leave out runs right after; one that they show twice runs "
        + "the first time only, and both times where the hours begin with *.")]
    [MaxLength(ScheduleRules.MaxCronLength)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cron { get; init; }

    [Description("An IANA name, as Europe/Berlin; with cron only. Default UTC.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }
}
