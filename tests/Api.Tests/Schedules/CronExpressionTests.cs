using System.Globalization;
using Trawl.Api.Schedules.Cron;

namespace Trawl.Api.Tests.Schedules;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01 00:01", "2026-01-01 00:02")]
    [InlineData("*/20 * * * *", "2026-01-01 00:20", "2026-01-01 00:40")]
    [InlineData("30 3 * * *", "2026-01-01 03:30", "2026-01-02 03:30")]
    [InlineData("5-10/5,59 0 * * *", "2026-01-01 00:05", "2026-01-01 00:10")]
    [InlineData("0 0 1 JAN *", "2027-01-01 00:00", "2028-01-01 00:00")]
    [InlineData("0 0 * jan-mar/2 MON", "2026-01-05 00:00", "2026-01-12 00:00")]
    [InlineData("0 0 29 2 *", "2028-02-29 00:00", "2032-02-29 00:00")]
    [InlineData("0 0 31 * *", "2026-01-31 00:00", "2026-03-31 00:00")]
    [InlineData("  0   12 * * 7 ", "2026-01-04 12:00", "2026-01-11 12:00")]
    [InlineData("0 12 * * 0", "2026-01-04 12:00", "2026-01-11 12:00")]
    [InlineData("0 12 * * FRI-SUN", "2026-01-02 12:00", "2026-01-03 12:00")]
    [InlineData("0 12 * * 5-7", "2026-01-02 12:00", "2026-01-03 12:00")]
    [InlineData("0 12 * * SUN-MON", "2026-01-04 12:00", "2026-01-05 12:00")]
    [InlineData("@hourly", "2026-01-01 01:00", "2026-01-01 02:00")]
    [InlineData("@DAILY", "2026-01-02 00:00", "2026-01-03 00:00")]
    [InlineData("@weekly", "2026-01-04 00:00", "2026-01-11 00:00")]
    [InlineData("@monthly", "2026-02-01 00:00", "2026-03-01 00:00")]
    [InlineData("@yearly", "2027-01-01 00:00", "2028-01-01 00:00")]
    public void It_comes_when_it_says(string text, string first, string second)
    {
        var cron = CronExpression.Read(text).Expression!;
        var one = cron.NextAfter(TimeZoneInfo.Utc, Utc("2026-01-01 00:00"));
        Assert.Equal((Utc(first), Utc(second)), (one!.Value, cron.NextAfter(TimeZoneInfo.Utc, one.Value)!.Value));
    }

    [Fact]
    public void With_both_kinds_of_days_restricted_either_will_do()
    {
        // The 13th is a Tuesday, Fridays are the 2nd, 9th and 16th.
        Assert.Equal(["02", "09", "13", "16"], Days("0 0 13 * FRI"));
        // A field that begins with * restricts nothing by itself: both must hold.
        Assert.Equal(["09", "23"], Days("0 0 */2 * FRI"));
        Assert.Equal(["13"], Days("0 0 13 * */2").Take(1));

        static string[] Days(string text)
        {
            var cron = CronExpression.Read(text).Expression!;
            return [.. Enumerable.Range(1, 31).Select(day => new DateOnly(2026, 1, day)).Where(cron.Includes).Take(text.Contains('/', StringComparison.Ordinal) ? 2 : 4)
                .Select(day => day.ToString("dd", CultureInfo.InvariantCulture))];
        }
    }

    [Theory]
    [InlineData("", "five fields")]
    [InlineData("* * * *", "it has 4")]
    [InlineData("0 0 3 * * *", "There are no seconds")]
    [InlineData("60 * * * *", "minute is \"60\"")]
    [InlineData("* 24 * * *", "0 to 23")]
    [InlineData("* * 0 * *", "1 to 31")]
    [InlineData("* * * 13 *", "JAN to DEC")]
    [InlineData("* * * * 8", "SUN to SAT")]
    [InlineData("* * L * *", "day of month is \"L\"")]
    [InlineData("* * 15W * *", "day of month is \"15W\"")]
    [InlineData("* * ? * *", "day of month is \"?\"")]
    [InlineData("* * * * 5L", "day of week is \"5L\"")]
    [InlineData("* * * * 5#2", "day of week is \"5#2\"")]
    [InlineData("* * * * MONDAY", "day of week")]
    [InlineData("*/0 * * * *", "minute")]
    [InlineData("*/60 * * * *", "minute")]
    [InlineData("5/10 * * * *", "steps of * or a range")]
    [InlineData("*/2/2 * * * *", "minute")]
    [InlineData("1,,2 * * * *", "minute")]
    [InlineData("10-5 * * * *", "minute")]
    [InlineData("1-2-3 * * * *", "minute")]
    [InlineData("+5 * * * *", "minute")]
    [InlineData("-5 * * * *", "minute")]
    [InlineData("** * * * *", "minute")]
    [InlineData("٣ * * * *", "minute")]
    [InlineData("99999999999 * * * *", "minute")]
    [InlineData("* * * JAN-FOO *", "month")]
    [InlineData("@reboot", "@weekly")]
    public void What_it_is_not_is_said(string text, string said)
    {
        var (expression, fault) = CronExpression.Read(text);
        Assert.Null(expression);
        Assert.Contains(said, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 2,4,6,9,11 *")]
    public void A_day_that_there_is_not_never_comes(string text) =>
        Assert.Null(CronExpression.Read(text).Expression!.NextAfter(TimeZoneInfo.Utc, Utc("2026-01-01 00:00")));

    [Fact]
    public void A_leap_day_on_one_day_of_the_week_comes_although_a_century_lies_between() =>
        Assert.Equal(Utc("2128-02-29 00:00"), CronExpression.Read("0 0 29 2 */7").Expression!.NextAfter(TimeZoneInfo.Utc, Utc("2088-03-01 00:00")));

    internal static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
