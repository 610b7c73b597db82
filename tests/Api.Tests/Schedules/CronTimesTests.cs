using Trawl.Api.Schedules.Cron;
using static Trawl.Api.Tests.Schedules.CronExpressionTests;

namespace Trawl.Api.Tests.Schedules;

/// <summary>Clocks that are put forward and back.</summary>
public sealed class CronTimesTests
{
    // Berlin: on 29 March 2026 there is no 02:00 to 03:00, on 25 October there are two.
    [Theory]
    [InlineData("30 2 * * *", "2026-03-28 12:00", "2026-03-29 01:00", "2026-03-30 00:30")] // at 03:00, right after the gap
    [InlineData("0,30 2 * * *", "2026-03-28 12:00", "2026-03-29 01:00", "2026-03-30 00:00")] // once for both
    [InlineData("*/15 2,3 * * *", "2026-03-28 12:00", "2026-03-29 01:00", "2026-03-29 01:15")] // 03:00 itself comes once as well
    [InlineData("*/30 * * * *", "2026-03-29 00:15", "2026-03-29 00:30", "2026-03-29 01:00")] // by the time that passes
    [InlineData("30 */2 * * *", "2026-03-29 00:45", "2026-03-29 02:30", "2026-03-29 04:30")]
    [InlineData("30 2 * * *", "2026-10-24 12:00", "2026-10-25 00:30", "2026-10-26 01:30")] // the first of the two
    [InlineData("30 2 * * *", "2026-10-25 00:45", "2026-10-26 01:30", "2026-10-27 01:30")] // asked between them: it is over
    [InlineData("30 * * * *", "2026-10-25 00:15", "2026-10-25 00:30", "2026-10-25 01:30")] // both
    public void Europe_Berlin(string text, string after, string first, string second)
    {
        var (cron, zone) = (CronExpression.Read(text).Expression!, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var one = cron.NextAfter(zone, Utc(after))!.Value;
        Assert.Equal((Utc(first), Utc(second)), (one, cron.NextAfter(zone, one)!.Value));
    }

    /// <summary>Against a clock that is watched minute by minute, and knows of nothing but what it shows.</summary>
    [Theory]
    [InlineData("Europe/Berlin", 2026)]
    [InlineData("America/New_York", 2027)]
    [InlineData("Australia/Lord_Howe", 2026)] // half an hour
    [InlineData("America/Santiago", 2026)] // over midnight
    [InlineData("Africa/Cairo", 2026)] // at midnight
    [InlineData("America/Nuuk", 2027)]
    [InlineData("Europe/Dublin", 2026)] // whose winter is the exception
    [InlineData("Africa/Casablanca", 2026)]
    [InlineData("Asia/Kolkata", 2026)]
    [InlineData("UTC", 2028)]
    public void The_clock_on_the_wall_agrees(string name, int year)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var (clock, random) = (new WatchedClock(zone, year), new Random(name.Length * year));
        foreach (var text in Enumerable.Range(0, 6).Select(_ => RandomCron(random)))
        {
            var cron = CronExpression.Read(text).Expression!;
            var shown = clock.Runs(text);
            var told = new List<DateTimeOffset>();
            for (var time = clock.Begin; cron.NextAfter(zone, time) is { } next && next < clock.End; time = next)
                told.Add(next);
            Assert.True(shown.SequenceEqual(told), $"{text} in {name}: {shown.Except(told).Cast<DateTimeOffset?>().FirstOrDefault():u} {told.Except(shown).Cast<DateTimeOffset?>().FirstOrDefault():u}");
            Assert.NotEmpty(told);
        }
    }

    // Hours about those in which clocks are changed, few enough runs to be quick.
    private static string RandomCron(Random random)
    {
        var minute = Pick("0", "30", "*/20", "59", "15,45", "0-40/20");
        var hour = Pick("*", "*/3", "0", "1", "2", "3", "23", "0-3", "1,2", "22-23");
        var (day, weekday) = (Pick("*", "*", "*/3", "1-8", "25-31"), Pick("*", "*", "0", "5-7", "*/2"));
        return $"{minute} {hour} {day} {Pick("*", "2-11")} {weekday}";

        string Pick(params string[] of) => of[random.Next(of.Length)];
    }
}
