namespace Trawl.Api.Schedules.Cron;

/// <summary>
/// When an expression comes, by the clocks of a time zone. Where its hours are open, it goes by the time that passes: in the hour
/// that comes twice it runs twice as often, in the hour that is left out not at all. Else each time of a day comes once: the
/// first of two, and right after the gap for all that fall into it.
/// </summary>
internal static class CronTimes
{
    // The 29th of February on one day of the week comes every 28 years, and every 40 around a year such as 2100.
    private const int Horizon = 41 * 366;

    /// <summary>The first time after another; null when it never comes.</summary>
    public static DateTimeOffset? NextAfter(this CronExpression cron, TimeZoneInfo zone, DateTimeOffset after)
    {
        // From the day before: what a gap over midnight has left out of that is still to come.
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime).AddDays(-1);
        for (var i = 0; i < Horizon; i++)
        {
            // Two days at a time: where the clocks go back over midnight, a time of the next day comes before the last of this one.
            var next = On(cron, zone, first.AddDays(i)).Concat(On(cron, zone, first.AddDays(i + 1))).Where(time => time > after);
            if (cron.Includes(first.AddDays(i)) && next.Order().Select(time => (DateTimeOffset?)time).FirstOrDefault() is { } time)
                return time;
        }

        return null;
    }

    private static IEnumerable<DateTimeOffset> On(CronExpression cron, TimeZoneInfo zone, DateOnly date) =>
        cron.Includes(date) ? cron.Times.SelectMany(time => At(date.ToDateTime(time), zone, cron.HoursOpen)) : [];

    private static DateTimeOffset[] At(DateTime local, TimeZoneInfo zone, bool open)
    {
        var times = Showing(local, zone);
        if (open)
            return times;
        for (; times.Length == 0; times = Showing(local, zone))
            local = local.AddMinutes(1);
        return [times.Min()];
    }

    /// <summary>When clocks show a time: once, twice, or never.</summary>
    // By the offsets of instants alone, which are right for every zone: what the BCL says of ambiguous and invalid times is not, where
    // winter is the exception (Europe/Dublin) or clocks go back for a month (Africa/Casablanca).
    private static DateTimeOffset[] Showing(DateTime local, TimeZoneInfo zone)
    {
        var about = new DateTimeOffset(local, TimeSpan.Zero);
        var (before, after) = (zone.GetUtcOffset(about.AddDays(-1)), zone.GetUtcOffset(about.AddDays(1)));
        if (before == after)
            return [about - before];
        return [.. new[] { before, after }.Where(offset => zone.GetUtcOffset(about - offset) == offset).Select(offset => about - offset)];
    }
}
