using System.Globalization;

namespace Trawl.Api.Tests.Schedules;

/// <summary>When cron expressions run, found by looking at a clock every minute of a year: nothing of it is shared with what it judges.</summary>
internal sealed class WatchedClock(TimeZoneInfo zone, int year)
{
    public DateTimeOffset Begin { get; } = new(year, 1, 2, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset End { get; } = new(year, 12, 30, 0, 0, 0, TimeSpan.Zero);

    public List<DateTimeOffset> Runs(string text)
    {
        var (cron, open) = (new Wanted(text.Split(' ')), text.Split(' ')[1].StartsWith('*'));
        var runs = new List<DateTimeOffset>();
        var (shown, latest) = (Show(Begin), Show(Begin));
        for (var now = Begin.AddMinutes(1); now < End; now = now.AddMinutes(1))
        {
            var before = shown;
            shown = Show(now);
            var isNew = shown > latest;
            var skipped = isNew ? Enumerable.Range(1, (int)(shown - before).TotalMinutes - 1).Select(minute => before.AddMinutes(minute)) : [];
            if (open ? cron.Has(shown) : isNew && (cron.Has(shown) || skipped.Any(cron.Has)))
                runs.Add(now);
            latest = isNew ? shown : latest;
        }

        return runs;
    }

    private DateTime Show(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    private sealed class Wanted(string[] fields)
    {
        private readonly bool _both = fields[2][0] == '*' || fields[4][0] == '*';
        private readonly bool[] _minutes = Read(fields[0], 0, 59), _hours = Read(fields[1], 0, 23), _days = Read(fields[2], 1, 31);
        private readonly bool[] _months = Read(fields[3], 1, 12), _weekdays = Read(fields[4], 0, 7);

        public bool Has(DateTime time)
        {
            if (!_minutes[time.Minute] || !_hours[time.Hour] || !_months[time.Month])
                return false;
            var (day, weekday) = (_days[time.Day], _weekdays[(int)time.DayOfWeek] || (time.DayOfWeek == DayOfWeek.Sunday && _weekdays[7]));
            return _both ? day && weekday : day || weekday;
        }

        private static bool[] Read(string field, int least, int most) => [.. Enumerable.Range(0, most + 1).Select(value => Holds(field, value, least, most))];

        private static bool Holds(string field, int value, int least, int most) => field.Split(',').Any(part =>
        {
            var step = part.Split('/') is [_, var text] ? Number(text) : 1;
            var (from, to) = part.Split('/')[0].Split('-') switch { ["*"] => (least, most), [var a, var b] => (Number(a), Number(b)), var one => (Number(one[0]), Number(one[0])) };
            return value >= from && value <= to && (value - from) % step == 0;
        });

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
